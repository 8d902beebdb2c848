import { expect, test } from 'vitest';
import { chunk, completion, events, finish, json } from '../../test/http-service.ts';
import { gathered, serving } from '../../test/serving.ts';

// What a reply says beside its answer.

test('the request’s id and the rate limits stand on every message', async () => {
  const headers = {
    'x-request-id': 'req_7',
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '59',
    'x-ratelimit-reset-requests': '1s',
  };
  await using at = await serving((response, { body }) => {
    if (body['stream'] === true) events(response, [chunk({ content: 'a' }), finish()], headers);
    else json(response, completion({ content: 'a' }), 200, headers);
  });
  const wanted = { request_id: 'req_7', rate_limit: { requests: { limit: 60, remaining: 59, resetMs: 1000 } } };
  expect((await at.model.invoke('?')).response_metadata).toMatchObject(wanted);
  expect((await gathered(await at.model.stream('?'))).response_metadata).toMatchObject(wanted);
  expect((await at.model.streamEvents('?')).response_metadata).toMatchObject(wanted);
});

test('fields nobody knows are kept, and annotations are citations of the text', async () => {
  const annotations = [
    { type: 'url_citation', url_citation: { url: 'https://a', title: 'A', start_index: 0, end_index: 2 } },
  ];
  const citations = ['https://a'];
  const blocks = [
    {
      type: 'text',
      text: 'ok',
      annotations: [{ type: 'citation', url: 'https://a', title: 'A', startIndex: 0, endIndex: 2 }],
    },
  ];
  await using at = await serving((response, { body }) => {
    if (body['stream'] === true)
      events(response, [chunk({ content: 'ok' }, { citations }), chunk({ annotations }), finish()]);
    else json(response, completion({ content: 'ok', annotations }, { citations }));
  });
  for (const message of [await at.model.invoke('?'), await gathered(await at.model.stream('?'))]) {
    expect(message.additional_kwargs['provider']).toEqual({ citations });
    expect(message.contentBlocks).toMatchObject(blocks);
  }
});
