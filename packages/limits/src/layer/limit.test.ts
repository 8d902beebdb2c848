import {
  ApiError,
  ColloquyError,
  EventStream,
  ServerEvent,
  type Transport,
  type WireReplyBody,
  type WireRequest,
} from '@colloquy/core';
import { describe, expect, test } from 'vitest';
import { createLimiter } from '../limiter.ts';
import type { Limits } from '../limits.ts';
import { memoryStore } from '../store/memory-store.ts';
import { limit } from './limit.ts';

const chat = (max_tokens?: number, more: Partial<WireRequest> = {}): WireRequest => ({
  method: 'POST',
  path: '/chat/completions',
  headers: {},
  body: { messages: [{ content: '1234' }], max_tokens },
  ...more,
});
const json = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const usage = (total_tokens: number) => ({ prompt_tokens: 1, completion_tokens: total_tokens - 1, total_tokens });
const answer = (body: WireReplyBody, status = 200, type = 'text/event-stream'): Transport => {
  return async () => ({ status, headers: { 'content-type': type }, body });
};
const ofJson = (value: unknown): Transport => answer(json(value), 200, 'application/json');

function setup(transport: Transport, limits: Limits, whenExceeded?: 'wait' | 'throw') {
  const store = memoryStore();
  const limiter = createLimiter({ store, limits });
  const limited = limit(transport, { limiter, key: 'k', ...(whenExceeded ? { whenExceeded } : {}) });
  return {
    limited,
    limiter,
    used: async () => 1_000 - ((await limiter.peek('k')).day?.remaining as number),
    holds: () => store.holds('k'),
  };
}
const readAll = async (body: EventStream): Promise<void> => {
  for await (const batch of body) expect(batch.events.length).toBeGreaterThan(0);
};
const daily = { tokensPerDay: 1_000 };

describe('what is settled', () => {
  test('an answer costs the usage it reports', async () => {
    const { limited, used, holds } = setup(ofJson({ usage: usage(30) }), daily);
    await limited(chat(100));
    expect(await used()).toBe(30);
    expect(await holds()).toBe(0);
  });

  test.each([
    [{ choices: [{ message: { content: '0123456789', refusal: null } }] }, 3],
    [
      {
        output: [
          { type: 'message', content: [{ text: '0123456789' }] },
          { type: 'function_call', arguments: '{}' },
        ],
      },
      3,
    ],
    ['0123456789', 3],
  ])('an answer without usage costs its prompt and its text: %o', async (answered, tokens) => {
    const { limited, used } = setup(ofJson(answered), daily);
    await limited(chat(100));
    expect(await used()).toBe(1 + tokens);
  });

  test('a stream of bytes is handed on as it is, and costs the usage in it', async () => {
    const source = [Buffer.from('data: {"a":1}\n\nda'), Buffer.from(`ta: {"usage":${JSON.stringify(usage(20))}}\n\n`)];
    const { limited, used } = setup(
      answer(
        (async function* () {
          yield* source;
        })(),
      ),
      daily,
    );
    const { body } = await limited(chat(100));
    expect(await used()).toBe(101);
    const seen = [];
    for await (const chunk of body as AsyncIterable<Uint8Array>) seen.push(chunk);
    expect(seen[0]).toBe(source[0]);
    expect(seen[1]).toBe(source[1]);
    expect(await used()).toBe(20);
  });

  test('a stream of events that is left costs its prompt and what was delivered, and is closed', async () => {
    let closed = false;
    const batches = (async function* () {
      try {
        for (;;) yield { events: [ServerEvent.of({ delta: 1 })] };
      } finally {
        closed = true;
      }
    })();
    const { limited, used, holds } = setup(answer(EventStream.from(batches)), daily);
    const { body } = await limited(chat(100));
    let seen = 0;
    for await (const batch of body as EventStream) {
      seen += batch.events.length;
      if (seen === 8) break;
    }
    expect(closed).toBe(true);
    expect(await used()).toBe(1 + 7);
    expect(await holds()).toBe(0);
  });

  test('a stream that breaks costs what was delivered, and nothing when nothing was', async () => {
    for (const [pieces, cost] of [
      [0, 0],
      [5, 1 + 4],
    ] as const) {
      const broken = (async function* () {
        for (let at = 0; at < pieces; at += 1) yield { events: [ServerEvent.of({ at })] };
        throw new ColloquyError('stream_interrupted', 'cut');
      })();
      const { limited, used } = setup(answer(EventStream.from(broken)), daily);
      const { body } = await limited(chat(100));
      await expect(readAll(body as EventStream)).rejects.toMatchObject({ code: 'stream_interrupted' });
      expect(await used()).toBe(cost);
    }
  });

  test('a refusal costs no tokens but counts as a request, and a lost connection counts as nothing', async () => {
    const limits = { ...daily, requestsPerMinute: 10 };
    const left = async (transport: Transport) => {
      const { limited, limiter } = setup(transport, limits);
      await limited(chat(100)).catch((error: unknown) => expect(ColloquyError.isInstance(error)).toBe(true));
      const { day, requests } = await limiter.peek('k');
      return [day?.remaining, requests?.remaining];
    };
    expect(await left(answer(json({}), 500))).toEqual([1_000, 9]);
    expect(
      await left(async () => {
        throw new ApiError('server', 'no', { status: 500 });
      }),
    ).toEqual([1_000, 9]);
    expect(
      await left(async () => {
        throw new ColloquyError('connection', 'no');
      }),
    ).toEqual([1_000, 10]);
  });
});

describe('a call that does not fit', () => {
  test('throws without reaching the service', async () => {
    let calls = 0;
    const { limited } = setup(
      async (request) => {
        calls += 1;
        return ofJson({ usage: usage(60) })(request);
      },
      { tokensPerDay: 100 },
    );
    await limited(chat(90));
    await expect(limited(chat(90))).rejects.toMatchObject({ code: 'quota', apiCode: 'insufficient_quota' });
    expect(calls).toBe(1);
    await expect(limited(chat(-1))).rejects.toMatchObject({ code: 'invalid_request', param: 'max_tokens' });
  });

  test('waits its turn: first come, first served, and never more at a time than allowed', async () => {
    let running = 0;
    let most = 0;
    const order: unknown[] = [];
    const { limited, holds } = setup(
      async (request) => {
        order.push(request.query?.n);
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return { status: 200, headers: {}, body: json({ usage: usage(2) }) };
      },
      { concurrent: 2 },
      'wait',
    );
    await Promise.all(Array.from({ length: 50 }, (_, n) => limited(chat(1, { query: { n } }))));
    expect(most).toBe(2);
    expect(order).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(await holds()).toBe(0);
  });

  test('throws after all where waiting makes no sense: a spent day, a request too large, a deadline too near', async () => {
    const { limited } = setup(ofJson({ usage: usage(100) }), { tokensPerDay: 100, tokensPerMinute: 120 }, 'wait');
    await limited(chat(90));
    await expect(limited(chat(90))).rejects.toMatchObject({ code: 'quota' });
    await expect(limited(chat(500))).rejects.toMatchObject({ retryable: false });
    const minute = setup(ofJson({ usage: usage(1) }), { requestsPerMinute: 1 }, 'wait');
    await minute.limited(chat(1));
    await expect(minute.limited(chat(1, { timeout: { total: 5_000 } }))).rejects.toMatchObject({ code: 'rate_limit' });
  });

  test('can be aborted while it waits, and leaves the line in order', async () => {
    let finish = (): void => {};
    const { limited, holds } = setup(
      async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return { status: 200, headers: {}, body: json({ usage: usage(1) }) };
      },
      { concurrent: 1 },
      'wait',
    );
    const first = limited(chat(1));
    const aborts = [new AbortController(), new AbortController()];
    const given = aborts.map(({ signal }) => limited(chat(1, { signal })));
    const last = limited(chat(1));
    await new Promise((resolve) => setImmediate(resolve));
    for (const abort of aborts) abort.abort(new Error('gave up'));
    for (const call of given) await expect(call).rejects.toMatchObject({ code: 'aborted' });
    finish();
    await first;
    while ((await holds()) === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    finish();
    await last;
    expect(await holds()).toBe(0);
  });

  test('a request without a bound takes what is left of the day', async () => {
    const { limited, limiter } = setup(ofJson({ usage: usage(40) }), { tokensPerDay: 100 });
    await limited(chat());
    await limited(chat());
    await limited(chat());
    expect((await limiter.peek('k')).day?.remaining).toBe(0);
    await expect(limited(chat())).rejects.toMatchObject({ code: 'quota' });
  });
});
