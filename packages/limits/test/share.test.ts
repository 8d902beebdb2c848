import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SHARE = fileURLToPath(new URL('./share.ts', import.meta.url));

/** A service that refuses as GPT@JRC does: so many requests in any minute, so many tokens a day for the whole project. */
async function startService(requestsPerMinute: number, tokensPerDay: number) {
  const arrivals: number[] = [];
  let tokens = 0;
  let refused = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const now = performance.now();
      if (arrivals.filter((at) => at > now - 60_000).length >= requestsPerMinute || tokens >= tokensPerDay) {
        refused += 1;
        response.writeHead(429).end('{}');
        return;
      }
      arrivals.push(now);
      tokens += 12;
      response.end(JSON.stringify({ usage: { prompt_tokens: 3, completion_tokens: 9, total_tokens: 12 } }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    facts: () => ({ arrivals: arrivals.length, tokens, refused }),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test.each([
  ['requests per minute', 100, 1_000_000, 'rate_limit'],
  ['tokens per day', 1_000, 1_200, 'quota'],
])(
  'eight processes on one project stay under its %s without a single 429 of the service',
  async (_, rpm, tpd, code) => {
    const service = await startService(rpm, tpd);
    const folder = mkdtempSync(join(tmpdir(), 'colloquy-share-'));
    const args = [
      '--conditions=@colloquy/source',
      '--no-warnings',
      SHARE,
      service.url,
      join(folder, 'limits.db'),
      '25',
      `${rpm}`,
      `${tpd}`,
    ];
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
        return JSON.parse(await text(child.stdout)) as Record<string, number>;
      }),
    );
    const { arrivals, tokens, refused } = service.facts();
    const sum = (outcome: string): number => outcomes.reduce((total, one) => total + (one[outcome] ?? 0), 0);
    expect(refused).toBe(0);
    expect(sum('200')).toBe(arrivals);
    expect(sum('200') + sum(code)).toBe(200);
    expect(arrivals).toBeLessThanOrEqual(rpm);
    expect(tokens).toBeLessThanOrEqual(tpd);
    if (code === 'rate_limit') expect(arrivals).toBe(100);
    else expect(arrivals).toBeGreaterThan(50);
    await service.stop();
    rmSync(folder, { recursive: true });
  },
);
