import type { ServerResponse } from 'node:http';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { listen } from '../../test/listen.ts';
import { beginStream, chunk, event, json, upstream } from '../../test/upstream.ts';
import { colloquyRouter } from './colloquy-router.ts';

const SECRET = 'sk-upstream-secret';
const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };

function said(message: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { error: { message, type: 'invalid_request_error', param: null, code: null, ...more } };
}

async function ask(
  answer: (response: ServerResponse) => void,
  body: object = CHAT,
  path = '/chat/completions',
): Promise<{ reply: Response; text: string; url: string }> {
  const { client, url: upstreamUrl } = await upstream((_asked, response) => answer(response), { maxRetries: 0 });
  const app = express();
  app.use('/v1', colloquyRouter({ client, maxRetries: 0, timeout: { firstByte: 400, idle: 200 } }));
  const { url } = await listen(app);
  const reply = await fetch(`${url}/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { reply, text: await reply.text(), url: upstreamUrl };
}

const ROWS: Readonly<Record<string, [answer: (response: ServerResponse) => void, status: number, error: object]>> = {
  'a 400 stays one, in the words of the service': [
    (response) => json(response, said('Bad temperature', { param: 'temperature', code: 'invalid_value' }), 400),
    400,
    { message: 'Bad temperature', type: 'invalid_request_error', param: 'temperature', code: 'invalid_value' },
  ],
  'a 401 becomes 502': [
    (response) => json(response, said(`Incorrect API key: ${SECRET}`), 401),
    502,
    { code: 'upstream_refused' },
  ],
  'a 403 becomes 502': [(response) => json(response, said('No access'), 403), 502, { code: 'upstream_refused' }],
  'a 404 stays one': [
    (response) => json(response, said('No such model', { code: 'model_not_found' }), 404),
    404,
    { code: 'model_not_found' },
  ],
  'a 409 stays one': [(response) => json(response, said('Conflict'), 409), 409, { message: 'Conflict' }],
  'a 413 stays one': [(response) => json(response, said('Too large'), 413), 413, { message: 'Too large' }],
  "a 422 in FastAPI's shape stays one": [
    (response) => json(response, { detail: [{ loc: ['body', 'model'], msg: 'field required' }] }, 422),
    422,
    { message: 'body.model: field required', type: 'invalid_request_error' },
  ],
  'a 500 becomes 502': [
    (response) => json(response, said('stack trace of ours'), 500),
    502,
    { code: 'upstream_error' },
  ],
  'a 503 becomes 502': [(response) => json(response, said('overloaded'), 503), 502, { code: 'upstream_error' }],
  'a page of HTML becomes 502': [
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in</h1>'),
    502,
    { code: 'upstream_error' },
  ],
  'JSON that is cut off becomes 502': [
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id":', () => response.destroy());
    },
    502,
    { code: 'upstream_interrupted' },
  ],
  'silence becomes 504': [() => undefined, 504, { code: 'upstream_timeout' }],
};

describe('an error of the service before the answer has begun', () => {
  test.each(Object.keys(ROWS))('%s', async (name) => {
    const [answer, status, error] = ROWS[name] as (typeof ROWS)[string];
    const { reply, text, url } = await ask(answer);
    expect(reply.status).toBe(status);
    expect(JSON.parse(text).error).toMatchObject(error);
    expect(Object.keys(JSON.parse(text).error)).toEqual(['message', 'type', 'param', 'code']);
    expect(reply.headers.get('x-request-id')).toMatch(/\S/);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(new URL(url).host);
  });

  test('a 429 stays one and keeps its Retry-After', async () => {
    const { reply, text } = await ask((response) =>
      json(response, said('Slow down', { type: 'requests', code: 'rate_limit_exceeded' }), 429, {
        'retry-after': '17',
        'x-ratelimit-limit-requests': '60',
        'set-cookie': 'session=1',
        'openai-organization': 'org-ours',
      }),
    );
    expect(reply.status).toBe(429);
    expect(reply.headers.get('retry-after')).toBe('17');
    expect(reply.headers.get('x-ratelimit-limit-requests')).toBe('60');
    expect(reply.headers.get('set-cookie')).toBeNull();
    expect(reply.headers.get('openai-organization')).toBeNull();
    expect(JSON.parse(text).error).toEqual({
      message: 'Slow down',
      type: 'requests',
      param: null,
      code: 'rate_limit_exceeded',
    });
  });

  test('a service that cannot be reached becomes 503', async () => {
    const gone = await listen(() => undefined);
    await new Promise((resolve) => gone.server.close(resolve));
    const client = createClient({ provider: openai, baseURL: `${gone.url}/v1`, apiKey: SECRET });
    const app = express();
    app.use('/v1', colloquyRouter({ client, maxRetries: 0 }));
    const { url } = await listen(app);
    const reply = await fetch(`${url}/v1/models`);
    expect(reply.status).toBe(503);
    const text = await reply.text();
    expect(JSON.parse(text).error.code).toBe('upstream_unreachable');
    expect(text).not.toContain(new URL(gone.url).port);
  });
});

describe('an error in the middle of a stream', () => {
  const STREAM = { ...CHAT, stream: true };
  const begun = (response: ServerResponse) => {
    beginStream(response);
    response.write(event(chunk('Hel')));
  };

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['a connection that breaks', (response) => setImmediate(() => response.destroy()), 'upstream_interrupted'],
    ['an end without a finish', (response) => response.end(), 'upstream_interrupted'],
    ['silence', () => undefined, 'upstream_timeout'],
    [
      'an error event',
      (response) => response.end(event({ error: { message: `key ${SECRET}`, type: 'server_error' } })),
      'upstream_error',
    ],
  ])('%s ends it with an error event and without [DONE]', async (_name, ending, code) => {
    const { reply, text } = await ask((response) => {
      begun(response);
      ending(response);
    }, STREAM);
    expect(reply.status).toBe(200);
    const events = text.trim().split('\n\n');
    expect(events[0]).toBe(event(chunk('Hel')).trim());
    expect(JSON.parse(events[1]?.replace('data: ', '') ?? '').error).toMatchObject({ code, param: null });
    expect(events).toHaveLength(2);
    expect(text).not.toContain(SECRET);
  });

  test('half an event that came before the break is not passed on', async () => {
    const { text } = await ask((response) => {
      beginStream(response);
      response.write(`${event(chunk('Hel'))}data: {"id":"cut`, () => setImmediate(() => response.destroy()));
    }, STREAM);
    expect(text).not.toContain('cut');
    expect(text.trim().split('\n\n').at(-1)).toMatch(/^data: \{"error":/);
  });

  test('a Responses stream says it in an event of its own, numbered on', async () => {
    const { text } = await ask(
      (response) => {
        beginStream(response);
        const made = {
          type: 'response.created',
          sequence_number: 0,
          response: { id: 'resp_1', output: [], error: null },
        };
        const delta = {
          type: 'response.output_text.delta',
          sequence_number: 1,
          item_id: 'msg_1',
          output_index: 0,
          content_index: 0,
          delta: 'Hel',
        };
        for (const one of [made, delta]) response.write(`event: ${one.type}\n${event(one)}`);
        response.end();
      },
      { model: 'm', input: 'Hi', stream: true },
      '/responses',
    );
    const last = text.trim().split('\n\n').at(-1) ?? '';
    expect(last).toMatch(/^event: error\n/);
    expect(JSON.parse(last.split('\ndata: ')[1] ?? '')).toMatchObject({
      type: 'error',
      sequence_number: 2,
      code: 'upstream_interrupted',
    });
  });

  test('a stream that has finished but lacks its end mark is given it', async () => {
    const { text } = await ask((response) => {
      begun(response);
      response.end(event(chunk('lo', 'stop')));
    }, STREAM);
    expect(text).toBe(`${event(chunk('Hel'))}${event(chunk('lo', 'stop'))}data: [DONE]\n\n`);
  });
});
