import { afterEach, describe, expect, test } from 'vitest';
import { createLocal, type Local, type LocalOptions } from '../src/index.ts';
import { ask } from './with-server.ts';

const HOUR_MS = 60 * 60 * 1000;
const NOON = Date.UTC(2026, 5, 1, 12);
const small = { model: 'gpt-35-turbo-0613', max_tokens: 16, messages: [{ role: 'user', content: 'Hello!' }] };

let now = NOON;
let local: Local;
const zone = process.env['TZ'];
const systemClock = Date.now;
afterEach(async () => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
  Date.now = systemClock;
  await local.close();
});

async function start(options: LocalOptions = {}): Promise<{ url: string; token: string }> {
  now = NOON;
  local = createLocal({ clock: () => now, ...options });
  return { url: (await local.listen()).url, token: (await local.tokens.create({ project: 'a' })).token };
}

describe('S21: a clock that jumps', () => {
  test('by an hour to and fro gives no new minute', async () => {
    let shift = 0;
    Date.now = () => systemClock() + shift;
    local = createLocal({ tier: 'free-trial' });
    const { token } = await local.tokens.create({ project: 'a' });
    const served = { url: (await local.listen()).url, token };
    const granted = async () => {
      const asked = Array.from({ length: 30 }, () => ask(served, '/v1/chat/completions', { body: small }));
      return (await Promise.all(asked)).filter(({ status }) => status === 200).length;
    };
    const started = performance.now();
    let sum = await granted();
    for (const step of [-HOUR_MS, HOUR_MS, HOUR_MS, -2 * HOUR_MS]) {
      shift += step;
      sum += await granted();
    }
    // What a minute grants, and what came back meanwhile by a clock that does not jump: a request in three seconds.
    expect(sum).toBeGreaterThanOrEqual(20);
    expect(sum).toBeLessThanOrEqual(20 + Math.ceil((performance.now() - started) / 3_000));
  });

  test('over midnight UTC under load spends each day\u2019s tokens once', async () => {
    const served = await start({ tokensPerDay: 2_000 });
    now = Date.UTC(2026, 5, 1, 23, 59, 59, 900);
    const post = () => ask(served, '/jrc/v1/chat/completions', { body: { ...small, max_tokens: 100 } });
    const spend = async (during?: () => void) => {
      const asked = Array.from({ length: 60 }, post);
      await Promise.race(asked);
      during?.();
      const answers = await Promise.all(asked);
      return answers.reduce((sum, { status, json }) => sum + (status === 200 ? json().usage.total_tokens : 0), 0);
    };
    const untilRefused = async () => {
      let sum = 0;
      for (let spent = await spend(); spent > 0; spent = await spend()) sum += spent;
      return sum;
    };
    const first = await untilRefused();
    expect(first).toBeGreaterThan(1_800);
    const second = (await spend(() => (now += 200))) + (await untilRefused());
    for (const day of [first, second]) expect(day).toBeLessThanOrEqual(2_000);
    expect(second).toBeGreaterThan(1_800);
    const { headers } = await ask(served, '/jrc/v1/models');
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe(String(2_000 - second));
    now -= HOUR_MS;
    expect((await post()).status).toBe(429);
  });

  test.each(['Pacific/Kiritimati', 'America/New_York', 'Europe/Rome'])(
    'by summer time in %s moves no day: it ends at midnight UTC',
    async (name) => {
      process.env['TZ'] = name;
      const { url } = await start();
      // The nights in which clocks change, in the United States and in Europe.
      for (const day of [Date.UTC(2026, 2, 8), Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25), Date.UTC(2026, 10, 1)]) {
        now = day + 6 * HOUR_MS;
        const { token } = await local.tokens.create({ project: 'a' });
        const { headers } = await ask({ url, token }, '/jrc/v1/chat/completions', { body: small });
        expect(headers.get('x-ratelimit-reset-tokens')).toBe('18h0m0s');
      }
    },
  );
});
