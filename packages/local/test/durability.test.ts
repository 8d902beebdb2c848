import { createHash, randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLocal } from '../src/index.ts';
import { type CommandProcess, startCommand } from './command-process.ts';
import { ask, datasetLines, type Json, QUESTIONS } from './with-server.ts';

const TOKEN = 'durable';
/** Each kill costs a start; more can be asked for. */
const KILLS = Number(process.env['COLLOQUY_KILLS'] ?? 8);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-data-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const start = () => startCommand('--port', '0', '--token', TOKEN, '--data', directory, '--log', 'none');
const get = (running: CommandProcess, path: string) => ask({ ...running, token: TOKEN }, path);

async function upload(running: CommandProcess, bytes: Uint8Array, purpose = 'user_data'): Promise<string> {
  const form = new FormData();
  form.append('purpose', purpose);
  form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>]), 'data.jsonl');
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${running.url}/v1/files`, { method: 'POST', headers, body: form });
  return ((await response.json()) as { id: string }).id;
}

describe('kill -9', () => {
  test('loses nothing that was acknowledged, and every job ends once', { timeout: 300_000 }, async () => {
    const acknowledged = new Map<string, string>();
    const jobs = new Set<string>();
    const starts: number[] = [];
    for (let round = 0; round < KILLS; round++) {
      const running = await start();
      starts.push(running.startMs);
      const uploads = Array.from({ length: 4 }, async () => {
        for (;;) {
          const bytes = randomBytes(randomInt(1, 200_000));
          const id = await upload(running, bytes);
          acknowledged.set(id, digest(bytes));
        }
      });
      const job = (async () => {
        const training_file = await upload(running, Buffer.from(datasetLines()), 'fine-tune');
        const body = { model: 'gpt-4o-mini', training_file, seed: 9 };
        jobs.add((await ask({ ...running, token: TOKEN }, '/v1/fine_tuning/jobs', { body })).json().id);
      })();
      const over = Promise.allSettled([...uploads, job]);
      await new Promise((resolve) => setTimeout(resolve, randomInt(60, 400)));
      await running.kill();
      await over;
    }
    const running = await start();
    starts.push(running.startMs);
    const listed = (await get(running, '/v1/files')).json().data as Json[];
    const kept = new Map<string, string>();
    for (const { id, bytes } of listed) {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const content = Buffer.from(
        await (await fetch(`${running.url}/v1/files/${id}/content`, { headers })).arrayBuffer(),
      );
      expect(content.length).toBe(bytes);
      kept.set(id, digest(content));
    }
    for (const [id, hash] of acknowledged) expect([id, kept.get(id)]).toEqual([id, hash]);
    expect(acknowledged.size).toBeGreaterThan(0);
    expect(await readdir(join(directory, 'incoming'))).toEqual([]);

    for (const id of jobs) {
      let status = '';
      while (!['succeeded', 'failed'].includes(status)) {
        status = (await get(running, `/v1/fine_tuning/jobs/${id}`)).json().status;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect([id, status]).toEqual([id, 'succeeded']);
      const events = (await get(running, `/v1/fine_tuning/jobs/${id}/events?limit=1000`)).json().data as Json[];
      for (const words of ['New fine-tuned model created', 'successfully completed', 'Fine-tuning job started']) {
        expect(events.filter(({ message }) => message.includes(words))).toHaveLength(1);
      }
      const steps = events.filter(({ type }) => type === 'metrics').map(({ data }) => data.step);
      expect(new Set(steps).size).toBe(steps.length);
    }
    await running.stop();
    expect(Math.max(...starts)).toBeLessThan(5_000);
  });

  test('a job that was killed makes the bytes that an uninterrupted one makes', { timeout: 120_000 }, async () => {
    const bytesOf = async (kills: number) => {
      let running = await start();
      const training_file = await upload(running, Buffer.from(datasetLines()), 'fine-tune');
      const body = { model: 'gpt-4o-mini', training_file, seed: 9 };
      const { id } = (await ask({ ...running, token: TOKEN }, '/v1/fine_tuning/jobs', { body })).json();
      const steps = async () => (await get(running, `/v1/fine_tuning/jobs/${id}/events?limit=1000`)).json().data.length;
      for (let kill = 0; kill < kills; kill++) {
        const before = await steps();
        while ((await steps()) < before + 8) await new Promise((resolve) => setTimeout(resolve, 5));
        await running.kill();
        running = await start();
      }
      let job: Json;
      do job = (await get(running, `/v1/fine_tuning/jobs/${id}`)).json();
      while (!['succeeded', 'failed'].includes(job.status));
      const [question] = QUESTIONS[2] as [string, string];
      const chat = { model: job.fine_tuned_model, messages: [{ role: 'user', content: question }], seed: 1 };
      const answer = await ask({ ...running, token: TOKEN }, '/v1/chat/completions', { body: chat });
      const results = await get(running, `/v1/files/${job.result_files[0]}/content`);
      await running.stop();
      const db = new DatabaseSync(join(directory, 'colloquy.db'), { readOnly: true });
      const row = db.prepare("SELECT json FROM records WHERE kind = 'model' AND id = ?").get(job.fine_tuned_model);
      db.close();
      const blob = await readFile(join(directory, 'blobs', JSON.parse((row as { json: string }).json).blob));
      return { model: digest(blob), results: results.text, answer: answer.json().choices[0].message.content };
    };
    expect(await bytesOf(2)).toEqual(await bytesOf(0));
  });
});

describe('a data directory', () => {
  test('opened again holds files, tokens, models and the day\u2019s quota', { timeout: 60_000 }, async () => {
    const first = createLocal({ dataDir: directory });
    const { token } = await first.tokens.create({ project: 'p' });
    const server = await first.listen();
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello' }], max_tokens: 16 };
    const spent = (await ask({ url: server.url, token }, '/jrc/v1/chat/completions', { body })).json().usage
      .total_tokens;
    const response = (
      await ask({ url: server.url, token }, '/v1/responses', { body: { model: 'gpt-4o', input: 'x' } })
    ).json();
    await first.close();
    const second = createLocal({ dataDir: directory });
    const again = await second.listen();
    const models = await ask({ url: again.url, token }, '/jrc/v1/models');
    expect(models.headers.get('x-ratelimit-remaining-tokens')).toBe(String(200_000 - spent));
    expect((await ask({ url: again.url, token }, `/v1/responses/${response.id}`)).json()).toEqual(response);
    await second.close();
  });

  test('whose database another process holds answers 503 with Retry-After, and then goes on', async () => {
    const local = createLocal({ dataDir: directory });
    const { token } = await local.tokens.create({ project: 'p' });
    const { url } = await local.listen();
    const holder = new DatabaseSync(join(directory, 'colloquy.db'));
    holder.exec('BEGIN IMMEDIATE');
    const refused = await ask({ url, token }, '/v1/conversations', { body: {} });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await ask({ url, token }, '/v1/models')).status).toBe(200);
    holder.exec('ROLLBACK');
    holder.close();
    expect((await ask({ url, token }, '/v1/conversations', { body: {} })).status).toBe(200);
    await local.close();
  });

  test('holds nothing that others on the machine can read', async () => {
    const local = createLocal({ dataDir: directory });
    await local.tokens.create({ project: 'p' });
    for (const name of await readdir(directory)) {
      const { mode } = await stat(join(directory, name));
      if (name.startsWith('colloquy.db')) expect([name, mode & 0o077]).toEqual([name, 0]);
    }
    await local.close();
  });

  test('that cannot be used is a configuration error that names it', () => {
    expect(() => createLocal({ dataDir: '/dev/null/x' })).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'dataDir' }),
    );
  });
});
