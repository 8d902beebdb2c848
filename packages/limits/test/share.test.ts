import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';
import { type Engine, engines } from './stores.ts';

const SHARE = fileURLToPath(new URL('./share.ts', import.meta.url));
const PROCESSES = 8;
const CALLS = 20;
/** What an answer of the service costs. */
const TOKENS = 12;
/** What the limiter reserves for a call: two tokens of prompt and the twenty that it may generate. */
const RESERVED = 23;

/** A service that refuses as GPT@JRC does: so many requests in any minute, so many tokens a day for the whole project. */
async function startService(requestsPerMinute: number, tokensPerDay: number) {
  const arrivals: number[] = [];
  let tokens = 0;
  let refused = 0;
  const server = createServer((request, response) => {
    const now = performance.now();
    request.resume().on('end', () => {
      if (arrivals.filter((at) => at > now - 60_000).length >= requestsPerMinute || tokens >= tokensPerDay) {
        refused += 1;
        response.writeHead(429).end('{}');
        return;
      }
      arrivals.push(now);
      tokens += TOKENS;
      response.end(JSON.stringify({ usage: { prompt_tokens: 3, completion_tokens: 9, total_tokens: TOKENS } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    facts: () => ({ arrivals: arrivals.length, tokens, refused }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Eight processes call the service through one store, and wait for their turn; resolves with what came of all calls. */
async function share(engine: Engine, requestsPerMinute: number, tokensPerDay: number) {
  const service = await startService(requestsPerMinute, tokensPerDay);
  const { kind, at } = engine.address as { kind: string; at: string };
  const env = {
    ...process.env,
    SERVICE_URL: service.url,
    KIND: kind,
    AT: at,
    CALLS: `${CALLS}`,
    REQUESTS_PER_MINUTE: `${requestsPerMinute}`,
    TOKENS_PER_DAY: `${tokensPerDay}`,
  };
  const outcomes: Record<string, number> = {};
  await Promise.all(
    Array.from({ length: PROCESSES }, async () => {
      const child = spawn(process.execPath, ['--conditions=@colloquy/source', '--no-warnings', SHARE], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const said = JSON.parse(await text(child.stdout)) as Record<string, number>;
      for (const [outcome, count] of Object.entries(said)) outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
    }),
  );
  await service.stop();
  return { outcomes, ...service.facts() };
}

// Both at once, since most of it is waiting for a minute to pass.
describe.concurrent.each(Object.keys(engines).filter((name) => name !== 'memory'))(
  'eight processes that share a project through %s, and wait for their turn',
  (name) => {
    test('never see a 429 of a service with requests per minute: the next minute serves the rest', async ({
      expect,
    }) => {
      const engine = await (engines[name] as () => Promise<Engine>)();
      const all = PROCESSES * CALLS;
      expect(await share(engine, 100, 1_000_000)).toEqual({
        outcomes: { 200: all },
        arrivals: all,
        tokens: all * TOKENS,
        refused: 0,
      });
      await engine.stop();
    }, 180_000);

    test('never see a 429 of a service with tokens per day: what is beyond them throws', async ({ expect }) => {
      const engine = await (engines[name] as () => Promise<Engine>)();
      const tokensPerDay = 100 * TOKENS;
      const { outcomes, arrivals, tokens, refused } = await share(engine, 1_000, tokensPerDay);
      expect(refused).toBe(0);
      expect(Object.keys(outcomes).sort()).toEqual(['200', 'quota']);
      expect(outcomes[200]).toBe(arrivals);
      expect(arrivals + (outcomes.quota as number)).toBe(PROCESSES * CALLS);
      expect(tokens).toBeLessThanOrEqual(tokensPerDay);
      // Whoever is refused found less left than a call reserves.
      expect(arrivals).toBeGreaterThanOrEqual(Math.floor(tokensPerDay / RESERVED));
      await engine.stop();
    }, 60_000);
  },
);
