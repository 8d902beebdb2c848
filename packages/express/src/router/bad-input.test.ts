import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Client } from '@colloquy/core';
import type { Express } from 'express';
import { describe, expect, test } from 'vitest';
import { FRAMEWORKS } from '../../test/frameworks.ts';
import { listen } from '../../test/listen.ts';
import { json, upstream } from '../../test/upstream.ts';
import { type ColloquyRouterOptions, colloquyRouter } from './colloquy-router.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const CHAT = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] });

/** What a caller sends, and what it is answered. */
interface Row {
  readonly send: RequestInit & { path?: string };
  readonly status: number;
  readonly error: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

const post = (body: RequestInit['body'], headers: Record<string, string> = JSON_TYPE): Row['send'] => ({
  method: 'POST',
  body: body as never,
  headers,
});

const ROWS: Readonly<Record<string, Row>> = {
  'a body that is not JSON': {
    send: post('{"model": "m",'),
    status: 400,
    error: { code: null, type: 'invalid_request_error' },
  },
  'an empty body': { send: post(''), status: 400, error: { message: expect.stringContaining('empty') } },
  'a body that is a list': {
    send: post('[]'),
    status: 400,
    error: { message: expect.stringContaining('JSON object') },
  },
  'a body that is not UTF-8': {
    send: post(Buffer.from([0x7b, 0xff, 0x7d])),
    status: 400,
    error: { message: expect.stringContaining('UTF-8') },
  },
  'a body nested 200,000 deep': {
    send: post(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`),
    status: 400,
    error: { message: expect.stringContaining('128') },
  },
  'a body of another type': {
    send: post(CHAT, { 'content-type': 'text/plain' }),
    status: 415,
    error: { code: 'unsupported_content_type' },
  },
  'a body in another charset': {
    send: post(CHAT, { 'content-type': 'application/json; charset=utf-16' }),
    status: 415,
    error: { code: 'unsupported_content_type' },
  },
  'a body in an unknown coding': {
    send: post(CHAT, { ...JSON_TYPE, 'content-encoding': 'zstd' }),
    status: 415,
    error: {},
  },
  'a body that is not of its coding': {
    send: post(CHAT, { ...JSON_TYPE, 'content-encoding': 'gzip' }),
    status: 400,
    error: { message: expect.stringContaining('gzip') },
  },
  'a body beyond the limit': {
    send: post(JSON.stringify({ model: 'm', input: 'x'.repeat(1_100_000) })),
    status: 413,
    error: { code: 'request_too_large' },
  },
  'a small body that unpacks beyond the limit': {
    send: post(gzipSync(JSON.stringify({ input: 'x'.repeat(5_000_000) })), {
      ...JSON_TYPE,
      'content-encoding': 'gzip',
    }),
    status: 413,
    error: { code: 'request_too_large' },
  },
  'an unknown path': { send: { ...post(CHAT), path: '/nothing' }, status: 404, error: { code: 'unknown_url' } },
  'an id that climbs': { send: { path: '/files/..%2Fmodels' }, status: 404, error: { code: 'unknown_url' } },
  'an id with a broken escape': { send: { path: '/files/%E0%A4%A' }, status: 404, error: { code: 'unknown_url' } },
  'an id with a NUL': { send: { path: '/files/a%00b' }, status: 404, error: { code: 'unknown_url' } },
  'another method': {
    send: { method: 'PUT', path: '/files' },
    status: 405,
    error: { code: 'method_not_allowed' },
    headers: { allow: 'GET, POST, OPTIONS' },
  },
  'a file that is no form': {
    send: { ...post('{}'), path: '/files' },
    status: 415,
    error: { code: 'unsupported_content_type' },
  },
};

describe.each(FRAMEWORKS)('%s', (_name, framework) => {
  async function serve(client: Client, options: Partial<ColloquyRouterOptions> = {}): Promise<string> {
    const app: Express = framework();
    app.use('/v1', colloquyRouter({ client, ...options } as ColloquyRouterOptions));
    return `${(await listen(app)).url}/v1`;
  }

  test.each(Object.keys(ROWS))("%s is answered in OpenAI's shape, and nothing is sent on", async (name) => {
    const { send, status, error, headers = {} } = ROWS[name] as Row;
    const { client, asked } = await upstream((_asked, response) => json(response, {}));
    const url = await serve(client, { bodyLimit: '1mb' });
    const reply = await fetch(`${url}${send.path ?? '/chat/completions'}`, send);
    const body = (await reply.json()) as { error: Record<string, unknown> };
    expect({ status: reply.status, error: body.error }).toEqual({
      status,
      error: {
        message: expect.any(String),
        type: 'invalid_request_error',
        param: null,
        code: null,
        ...errorOf(error, body.error),
      },
    });
    for (const [header, value] of Object.entries(headers)) expect(reply.headers.get(header)).toBe(value);
    expect(asked).toEqual([]);
  });

  test('a key that reaches for the prototype is not passed on', async () => {
    const { client, asked } = await upstream((_asked, response) => json(response, { ok: true }));
    const url = await serve(client);
    await fetch(`${url}/embeddings`, post('{"model":"m","input":"x","__proto__":{"polluted":1}}'));
    expect(asked[0]?.body).toEqual({ model: 'm', input: 'x' });
  });

  test('a caller that breaks off its body is not passed on, and the next one is served', async () => {
    const { client, asked } = await upstream((_asked, response) => json(response, { ok: true }));
    const url = await serve(client);
    const broken = httpRequest(`${url}/embeddings`, {
      method: 'POST',
      headers: { ...JSON_TYPE, 'content-length': '500' },
    });
    broken.on('error', () => undefined);
    await new Promise<void>((resolve) => broken.write('{"model":', () => resolve()));
    broken.destroy();
    expect((await fetch(`${url}/embeddings`, post('{"input":"x"}'))).status).toBe(200);
    expect(asked.map(({ body }) => body)).toEqual([{ input: 'x' }]);
  });
});

/** What is expected of the error: the row's own words, and for `code` whatever stands there unless the row names it. */
function errorOf(expected: Row['error'], got: Record<string, unknown>): Record<string, unknown> {
  return { code: got['code'] ?? null, ...expected };
}
