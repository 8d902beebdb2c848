import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLocal, type Local, type LocalOptions } from '../src/index.ts';
import { p99Delay, turnTimes } from './turn-times.ts';
import { datasetLines, serve } from './with-server.ts';

let local: Local;
beforeAll(async () => {
  local = createLocal();
  await post(chat('warm '.repeat(200_000)));
});
afterAll(() => local.close());

/** One chat call; its bytes are parsed as they would be from a socket. */
async function post(body: Uint8Array): Promise<number> {
  return (await local.transport()({ method: 'POST', path: '/chat/completions', headers: {}, body })).status;
}

const chat = (content: string) =>
  Buffer.from(JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }], max_tokens: 8 }));

describe('S31: a hundred prompts of a megabyte leave the loop free', () => {
  test.each([
    ['one letter', 'a'.repeat(1_000_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['emoji', '\u{1f99c}'.repeat(250_000)],
  ])('%s', { timeout: 120_000 }, async (_what, content) => {
    const body = chat(content);
    const statuses: number[] = [];
    const times = await turnTimes(async () => {
      statuses.push(...(await Promise.all(Array.from({ length: 100 }, () => post(body)))));
    });
    expect(statuses).toEqual(Array(100).fill(200));
    expect(p99Delay(times)).toBeLessThan(50);
  });
});

describe('a job that trains leaves the loop free', () => {
  async function delayWhileTraining(options: LocalOptions): Promise<number> {
    const served = await serve(options);
    const client = createClient({ provider: openai, apiKey: served.token, baseURL: `${served.url}/v1` });
    const data = new Blob([datasetLines()]);
    const file = await client.files.upload(data, { purpose: 'fine-tune', filename: 'train.jsonl' });
    const files = { training_file: file.id, validation_file: file.id };
    const times = await turnTimes(async () => {
      const { id } = await client.fineTuning.jobs.create({ model: 'gpt-4o-mini', ...files, seed: 1 });
      for await (const _event of client.fineTuning.jobs.watch(id));
    });
    await client.close();
    await served.close();
    return p99Delay(times);
  }

  test('in memory', { timeout: 60_000 }, async () => {
    expect(await delayWhileTraining({})).toBeLessThan(20);
  });

  test('in a data directory', { timeout: 60_000 }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'colloquy-loop-'));
    expect(await delayWhileTraining({ dataDir })).toBeLessThan(20);
    await rm(dataDir, { recursive: true });
  });
});
