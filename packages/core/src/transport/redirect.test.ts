import { describe, expect, test } from 'vitest';
import { followRedirect, type RedirectState } from './redirect.ts';

const STATE: RedirectState = { url: new URL('https://host/v1/models'), method: 'GET', streamed: false, hops: 0 };

async function follow(status: number, location: string | undefined, state: Partial<RedirectState> = {}) {
  let closed = false;
  async function* body() {
    try {
      yield new Uint8Array(1);
    } finally {
      closed = true;
    }
  }
  const started = body();
  await started.next();
  const headers: Record<string, string> = location === undefined ? {} : { location };
  const answer = await followRedirect({ status, headers, body: started }, { ...STATE, ...state }).catch(
    (error: unknown) => error,
  );
  return { answer, closed };
}

describe('within the origin', () => {
  test.each([
    [301, 'GET', '/v2/models'],
    [302, 'GET', 'https://host/v2/models'],
    [303, 'GET', '../v2/models'],
    [307, 'GET', '/v2/models'],
    [307, 'POST', '/v2/models'],
    [308, 'POST', 'https://host:443/v2/models'],
  ])('a %i of a %s to %s is followed', async (status, method, location) => {
    const { answer, closed } = await follow(status, location, { method });
    expect(String(answer)).toBe('https://host/v2/models');
    expect(closed).toBe(true);
  });

  test.each([
    ['a POST that would become a GET', 302, '/v2', { method: 'POST' }],
    ['a DELETE that would become a GET', 301, '/v2', { method: 'DELETE' }],
    ['a streamed upload', 307, '/v2', { method: 'POST', streamed: true }],
    ['a sixth hop', 307, '/v2', { hops: 5 }],
    ['no location', 307, undefined, {}],
    ['a location that is no address', 307, 'http://[', {}],
  ])('%s is refused', async (_, status, location, state) => {
    const { answer, closed } = await follow(status, location, state);
    expect(answer).toMatchObject({ code: 'redirect', retryable: false });
    expect(closed).toBe(true);
  });
});

test.each([
  ['https://elsewhere/v1', 'https://elsewhere'],
  ['http://host/v1', 'http://host'],
  ['https://host:8443/v1', 'https://host:8443'],
  ['//elsewhere/v1', 'https://elsewhere'],
  ['https://user:canary@elsewhere/v1', 'https://elsewhere'],
])('another origin, %s, is refused and named', async (location, origin) => {
  const { answer } = await follow(307, location, { method: 'POST' });
  expect(answer).toMatchObject({ code: 'redirect', message: expect.stringContaining(origin) });
  expect(String((answer as Error).message)).not.toContain('canary');
});
