import { StreamError } from '@colloquy/core';
import { AIMessageChunk, HumanMessage } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { chunk, completion, event, events, finish, json, USAGE, usageChunk } from '../../test/http-service.ts';
import { gathered, serving } from '../../test/serving.ts';

// Streams in shapes that OpenAI does not send.

test('a first delta without a role is still the assistant’s', async () => {
  await using at = await serving((response) => events(response, [chunk({ content: 'Hi' }), finish()]));
  const all = await gathered(await at.model.stream('?'));
  expect(AIMessageChunk.isInstance(all)).toBe(true);
  expect(all.text).toBe('Hi');
});

test('usage on every chunk is a running total, of which the last counts', async () => {
  const counted = (completionTokens: number) => ({
    usage: { ...USAGE, completion_tokens: completionTokens, total_tokens: 12 + completionTokens },
  });
  await using at = await serving((response) =>
    events(response, [
      chunk({ content: 'a' }, counted(1)),
      chunk({ content: 'b' }, counted(2)),
      finish('stop', counted(3)),
    ]),
  );
  const all = await gathered(await at.model.stream('?'));
  expect(all.usage_metadata).toMatchObject({ input_tokens: 12, output_tokens: 3, total_tokens: 15 });
  expect(all.response_metadata['usage']).toMatchObject({ completion_tokens: 3, total_tokens: 15 });
});

test('a service without usage has none, and not zeros', async () => {
  await using at = await serving((response) => events(response, [chunk({ content: 'a' }), finish()]));
  expect((await gathered(await at.model.stream('?'))).usage_metadata).toBeUndefined();
});

test('JSON where a stream was asked for is one full chunk', async () => {
  await using at = await serving((response) => json(response, completion({ content: 'Hello' })));
  const chunks: AIMessageChunk[] = [];
  for await (const piece of await at.model.stream('?')) chunks.push(piece);
  expect(chunks).toHaveLength(1);
  expect(chunks[0]?.text).toBe('Hello');
  expect(chunks[0]?.usage_metadata?.total_tokens).toBe(20);
  expect(chunks[0]?.response_metadata['finish_reason']).toBe('stop');
});

test('a stream that ends without saying why rejects, with the message so far', async () => {
  await using at = await serving((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(event(chunk({ content: 'half' })));
  });
  const error = await gathered(await at.model.stream('?')).catch((thrown: unknown) => thrown);
  expect(StreamError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ code: 'stream_incomplete', partial: { role: 'assistant', content: 'half' } });
});

test('two choices are two generations, and refused in a stream', async () => {
  const choices = ['one', 'two'].map((content, index) => ({
    index,
    message: { role: 'assistant', content },
    finish_reason: 'stop',
  }));
  await using at = await serving((response) => json(response, { ...completion({}), choices }), { extraBody: { n: 2 } });
  const { generations } = await at.model.generate([[new HumanMessage('?')]]);
  expect(generations[0]?.map(({ text }) => text)).toEqual(['one', 'two']);
  await expect(at.model.stream('?').then(gathered)).rejects.toMatchObject({ code: 'unsupported', param: 'n' });
  expect(at.service.received).toHaveLength(1);
});

test('streaming: true with invoke counts tokens by what the service says, and calls nobody else', async () => {
  await using at = await serving((response) => events(response, [chunk({ content: 'Hi' }), finish(), usageChunk]), {
    streaming: true,
  });
  const message = await at.model.invoke('?');
  expect(message.usage_metadata?.total_tokens).toBe(20);
  expect(await at.model.getNumTokens('twelve chars')).toBe(3);
  expect(at.service.received).toHaveLength(1);
});

test('an id that can come twice is not the message’s', async () => {
  await using at = await serving((response) => json(response, completion({ content: 'a' }, { id: 'chatcmpl-853' })));
  const message = await at.model.invoke('?');
  expect(message.id).toBeUndefined();
  expect(message.response_metadata.id).toBe('chatcmpl-853');
});

test('messages and calls that came without ids get ids that come once', async () => {
  const call = { function: { name: 'add', arguments: '{}' } };
  await using at = await serving((response, { body }) => {
    if (body.stream !== true) return json(response, completion({ tool_calls: [call] }, { id: undefined }));
    return events(response, [
      chunk({ tool_calls: [call] }, { id: undefined }),
      finish('tool_calls', { id: undefined }),
    ]);
  });
  const twice = [0, 1];
  const messages = [
    ...(await Promise.all(twice.map(() => at.model.invoke('?')))),
    ...(await Promise.all(twice.map(async () => gathered(await at.model.stream('?'))))),
  ];
  expect(new Set(messages.map(({ id }) => id)).size).toBe(4);
  expect(new Set(messages.map(({ tool_calls: calls }) => calls?.[0]?.id)).size).toBe(4);
});
