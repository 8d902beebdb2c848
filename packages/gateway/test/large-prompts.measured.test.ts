import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { start } from './processes.ts';

const TEXTS: Record<string, string> = {
  'one letter': 'a'.repeat(1_000_000),
  spaces: ' '.repeat(1_000_000),
  emoji: '🦜'.repeat(250_000),
};

test.each(Object.keys(TEXTS))(
  'S31: forty requests of a megabyte of %s take less than 50 ms of the gateway’s time each: nobody else is held up for longer',
  async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'colloquy-loop-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const upstream = await start<{ baseURL: string }>('upstream-process.ts');
    const replica = await start<{ url: string; token: string }>('replica.ts', {
      BASE_URL: upstream.ready.baseURL,
      RECORDS: join(folder, 'gateway.db'),
      TOKENS_PER_DAY: '1000000000',
    });
    const body = JSON.stringify({
      model: 'm',
      messages: [{ role: 'user', content: TEXTS[name] }],
      max_tokens: 20,
    });
    const headers = { authorization: `Bearer ${replica.ready.token}`, 'content-type': 'application/json' };
    const spent = async (): Promise<number> => (await replica.ask<{ cpuMs: number }>('what')).cpuMs;
    const ask = async (): Promise<void> => {
      const reply = await fetch(`${replica.ready.url}/chat/completions`, { method: 'POST', headers, body });
      expect(reply.status).toBe(200);
      await reply.text();
    };
    await ask();
    const before = await spent();
    await Promise.all(Array.from({ length: 40 }, ask));
    // Its own time, since what else the machine does meanwhile is no part of it; no step of a request takes longer than all.
    expect(((await spent()) - before) / 40).toBeLessThan(50);
  },
  60_000,
);
