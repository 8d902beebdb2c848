import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createClient, defineProvider, type EventStream } from '@colloquy/core';
import { createGateway, type ExchangeReport } from '@colloquy/gateway';
import { expect, test } from 'vitest';
import { ALICE, messages, readStream } from './call.ts';

test('five hundred streams cut at once are five hundred ends upstream after less than 250 ms of work, and five hundred settled', async () => {
  const upstream = new Worker(new URL('./quiet-upstream.ts', import.meta.url), {
    execArgv: ['--conditions=@colloquy/source', '--no-warnings'],
  });
  const [{ baseURL }] = (await once(upstream, 'message')) as [{ baseURL: string }];
  const aborts: number[] = [];
  const all = new Promise<void>((resolve) => {
    upstream.on('message', ({ aborts: more }: { aborts: number[] }) => {
      aborts.push(...more);
      if (aborts.length === 500) resolve();
    });
  });
  const reports: ExchangeReport[] = [];
  const client = createClient({ provider: defineProvider({ name: 'quiet', baseURL }), apiKey: 'sk-quiet' });
  const gateway = createGateway({
    upstreams: { main: client },
    models: { '*': 'main' },
    limits: { project: { tokensPerDay: 10_000_000 } },
    hooks: { onExchange: (report) => reports.push(report) },
  });
  const abort = new AbortController();
  const bodies = await Promise.all(
    Array.from({ length: 500 }, async (_, at) => {
      const transport = gateway.transport({ project: 'alpha', token: `tok_${at}` });
      const body = { model: 'm', messages, stream: true, max_tokens: 100 };
      return transport({ method: 'POST', path: '/chat/completions', headers: {}, body, signal: abort.signal });
    }),
  );
  const reading = bodies.map((reply) =>
    readStream({ ...reply, body: reply.body as EventStream }).catch((error: unknown) => error),
  );
  expect(gateway.inFlight).toBe(500);
  const before = process.threadCpuUsage();
  abort.abort();
  await all;
  // Its own time, since what else the machine does meanwhile is no part of it.
  const { user, system } = process.threadCpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(250);
  await Promise.all(reading);
  expect(reports.map(({ ending }) => ending)).toEqual(Array(500).fill('left'));
  expect(gateway.inFlight).toBe(0);
  const used = reports.reduce((sum, { tokens }) => sum + tokens, 0);
  expect(used).toBeGreaterThan(0);
  expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(used);
  await gateway.close();
  await client.close();
  upstream.postMessage('close');
  await once(upstream, 'exit');
});
