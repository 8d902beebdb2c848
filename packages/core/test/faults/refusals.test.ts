import { jsonAnswer } from '@colloquy/core/testing';
import { describe, expect, test } from 'vitest';
import { ASK, against, COMPLETION, failure, timed } from './harness.ts';

function refusal(
  status: number,
  headers: Record<string, string> = {},
  code: string | null = null,
  type = 'x_error',
): string {
  return jsonAnswer(status, { error: { message: `refused ${status}`, type, param: null, code } }, headers);
}

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])(
    'C27 a %i to another origin is refused, and nothing is sent there',
    async (status) => {
      const other = await against(({ socket }) => socket.write(jsonAnswer(200, COMPLETION)));
      const { client } = await against(({ socket }) =>
        socket.write(
          `HTTP/1.1 ${status} Moved\r\nlocation: ${other.server.baseURL}/elsewhere\r\ncontent-length: 0\r\n\r\n`,
        ),
      );
      expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('redirect');
      expect(other.server.exchanges).toHaveLength(0);
    },
  );

  test('a 307 within the origin is followed with its body', async () => {
    const { client, server } = await against(({ socket, path }) => {
      const moved = 'HTTP/1.1 307 Moved\r\nlocation: /v2/chat\r\ncontent-length: 0\r\n\r\n';
      socket.write(path === '/v2/chat' ? jsonAnswer(200, COMPLETION) : moved);
    });
    expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
    expect(server.exchanges[1]?.body).toBe(server.exchanges[0]?.body);
  });

  test('C28 a loop of redirects ends', async () => {
    const { client, server } = await against(({ socket }) =>
      socket.write('HTTP/1.1 307 Moved\r\nlocation: /v1/again\r\ncontent-length: 0\r\n\r\n'),
    );
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('redirect');
    expect(server.exchanges.length).toBeLessThan(10);
  });
});

describe('429', () => {
  test.each([
    ['nothing', {}, 350, 700],
    ['seconds', { 'retry-after': '1' }, 950, 1300],
    ['a date', () => ({ 'retry-after': new Date(Date.now() + 2000).toUTCString() }), 900, 2300],
    ['milliseconds', { 'retry-after-ms': '120' }, 110, 300],
    ['a negative number', { 'retry-after': '-5' }, 350, 700],
    ['garbage', { 'retry-after': 'soon' }, 350, 700],
    [
      'a reset of the exhausted limit',
      { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '150ms' },
      140,
      350,
    ],
  ] as const)('C29 with %s is obeyed', async (_, headers, least, most) => {
    const { client } = await against(({ socket, number }) => {
      const given = typeof headers === 'function' ? headers() : headers;
      socket.write(
        number === 1 ? refusal(429, { ...given }, 'rate_limit_exceeded', 'requests') : jsonAnswer(200, COMPLETION),
      );
    });
    const { ms } = await timed(() => client.chat.completions.create(ASK));
    expect(ms).toBeGreaterThanOrEqual(least);
    expect(ms).toBeLessThan(most);
  });

  test.each([
    ['beyond the deadline', { timeout: 5000 }, '30'],
    ['beyond a minute', {}, '3600'],
  ])('C30 asking for a wait %s fails at once, and says how long', async (_, options, seconds) => {
    const { client, server } = await against(
      ({ socket }) => socket.write(refusal(429, { 'retry-after': seconds })),
      options,
    );
    const { ms, result } = await timed(() => failure(() => client.chat.completions.create(ASK)));
    expect(result).toMatchObject({ code: 'rate_limit', retryAfterMs: Number(seconds) * 1000, attempts: 1 });
    expect(ms).toBeLessThan(300);
    expect(server.exchanges).toHaveLength(1);
  });

  test.each(['insufficient_quota', 'credit_balance_exhausted', 'project_spend_limit_exceeded'])(
    'C31 with %s is `quota`, and never retried',
    async (code) => {
      const { client, server } = await against(({ socket }) =>
        socket.write(refusal(429, { 'retry-after': '0' }, code)),
      );
      expect(await failure(() => client.chat.completions.create(ASK))).toMatchObject({
        code: 'quota',
        retryable: false,
      });
      expect(server.exchanges).toHaveLength(1);
    },
  );
});

describe('other refusals', () => {
  test.each([408, 409, 500, 502, 503, 504])('C32 a %i is retried', async (status) => {
    const { client } = await against(({ socket, number }) => {
      socket.write(number === 1 ? refusal(status, { 'retry-after-ms': '5' }) : jsonAnswer(200, COMPLETION));
    });
    expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
  });

  test.each([
    ['true', 400, 2],
    ['false', 503, 1],
  ])('C32 x-should-retry: %s overrides a %i', async (advice, status, attempts) => {
    const { client, server } = await against(({ socket }) => {
      socket.write(refusal(status, { 'x-should-retry': advice, 'retry-after-ms': '5' }));
    });
    await failure(() => client.chat.completions.create(ASK, { maxRetries: 1 }));
    expect(server.exchanges).toHaveLength(attempts);
  });

  test('C32 an outage is not stormed: 300 calls make at most a tenth more requests', async () => {
    const { client, server } = await against(({ socket }) => socket.write(refusal(500)));
    const calls = Array.from({ length: 300 }, () => failure(() => client.models.list()));
    for (const error of await Promise.all(calls)) expect(error.code).toBe('server');
    expect(server.exchanges.length).toBeLessThanOrEqual(330);
  }, 60_000);

  test.each([
    [400, 'invalid_request'],
    [401, 'authentication'],
    [403, 'permission'],
    [404, 'not_found'],
    [413, 'too_large'],
    [422, 'invalid_request'],
  ])('C33 a %i is `%s`, and never retried', async (status, code) => {
    const { client, server } = await against(({ socket }) =>
      socket.write(refusal(status, { 'x-request-id': 'req_4' })),
    );
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error).toMatchObject({ code, status, requestId: 'req_4', type: 'x_error', attempts: 1, retryable: false });
    expect(server.exchanges).toHaveLength(1);
  });
});
