import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { p99Delay, turnTimes } from './turn-times.ts';
import { ask, type Served, serve } from './with-server.ts';

const REQUESTS = 4_000;

let served: Served;
let half: { socket: Socket; answer: Promise<string> }[];

/** A connection whose headers never end. */
async function halfOpen(): Promise<(typeof half)[number]> {
  const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk;
  });
  const answer = once(socket, 'close').then(() => text);
  await once(socket, 'connect');
  socket.write('POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n');
  return { socket, answer };
}

beforeAll(async () => {
  served = await serve();
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }] };
  await ask(served, '/v1/chat/completions', { body });
  half = await Promise.all(Array.from({ length: 2_000 }, halfOpen));
});
afterAll(() => served.close());

describe('S1: two thousand half-open connections', () => {
  test('leave others as quick as they were', async () => {
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }] };
    const statuses: number[] = [];
    // So many that one collection, whose time the 4,000 sockets of this process bring with them, is no hundredth of it all.
    const times = await turnTimes(async () => {
      for (let turn = 0; turn < REQUESTS; turn++) {
        statuses.push((await ask(served, '/v1/chat/completions', { body })).status);
      }
    });
    expect(statuses).toEqual(Array(REQUESTS).fill(200));
    expect(p99Delay(times)).toBeLessThan(20);
  });

  test('are each cut with a 408 in JSON', async () => {
    const answers = await Promise.all(half.map(({ answer }) => answer));
    const different = new Set(answers);
    expect(different.size).toBe(1);
    const [answer = ''] = different;
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).error.type).toBe('invalid_request_error');
  });
});
