import { createHash, randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { expect, test } from 'vitest';
import { createLocal } from '../src/index.ts';
import { type CommandProcess, startCommand } from './command-process.ts';
import { ask, datasetLines, type Json } from './with-server.ts';

const TOKEN = 'durable';
/** One data directory for each of two cores. */
const LANES = 2;
const KILLS = 50;
const UPLOADERS = 3;
/** About half a second of training: a job lives through a few kills. */
const TRAINING = { model: 'gpt-4o-mini', seed: 9, hyperparameters: { n_epochs: 4 } };
const ENDED = ['succeeded', 'failed', 'cancelled'];

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What the callers of one data directory were told. */
class Lane {
  readonly directory: string;
  /** Of every upload that was begun; what is found later has to be one of them. */
  readonly sent = new Set<string>();
  readonly acknowledged = new Map<string, string>();
  readonly jobs = new Set<string>();
  readonly startMs: number[] = [];
  /** How many kills met a job that had begun to train. */
  interrupted = 0;

  constructor(directory: string) {
    this.directory = directory;
  }

  async start(): Promise<CommandProcess> {
    const flags = ['--port', '0', '--token', TOKEN, '--data', this.directory, '--log', 'none'];
    const running = await startCommand(...flags);
    this.startMs.push(running.startMs);
    return running;
  }

  async upload({ url }: CommandProcess, bytes: Uint8Array<ArrayBuffer>, purpose: string): Promise<string> {
    const form = new FormData();
    form.append('purpose', purpose);
    form.append('file', new Blob([bytes]), 'data.jsonl');
    this.sent.add(digest(bytes));
    const headers = { authorization: `Bearer ${TOKEN}` };
    const response = await fetch(`${url}/v1/files`, { method: 'POST', headers, body: form });
    const { id } = (await response.json()) as { id: string };
    this.acknowledged.set(id, digest(bytes));
    return id;
  }

  /** Uploads without pause and trains until the process is killed: at any time, or soon after the job got on. */
  async round(running: CommandProcess, afterProgress: boolean): Promise<void> {
    const uploaded = Promise.withResolvers<void>();
    const uploads = Array.from({ length: UPLOADERS }, async () => {
      for (;;) {
        await this.upload(running, new Uint8Array(randomBytes(randomInt(1, 100_000))), 'user_data');
        uploaded.resolve();
      }
    });
    const job = this.#job(running);
    const over = Promise.allSettled([...uploads, job]);
    await uploaded.promise;
    if (afterProgress) await this.#progress(running, await job);
    await setTimeout(randomInt(200));
    await running.kill();
    await over;
  }

  /** The job that has not ended yet, or a new one. */
  async #job(running: CommandProcess): Promise<string> {
    const listed = (await this.#get(running, '')).data;
    const open = listed.find(({ status }: Json) => !ENDED.includes(status));
    if (open) {
      if (open.status === 'running') this.interrupted += 1;
      return open.id;
    }
    const training_file = await this.upload(running, new Uint8Array(Buffer.from(datasetLines())), 'fine-tune');
    const body = { ...TRAINING, training_file };
    const { id } = (await ask({ ...running, token: TOKEN }, '/v1/fine_tuning/jobs', { body })).json();
    this.jobs.add(id);
    return id;
  }

  async #progress(running: CommandProcess, id: string): Promise<void> {
    const told = async () => (await this.#get(running, `/${id}/events?limit=1000`)).data.length;
    const before = await told();
    while ((await told()) === before && !ENDED.includes((await this.#get(running, `/${id}`)).status))
      await setTimeout(5);
  }

  async #get(running: CommandProcess, path: string): Promise<Json> {
    return (await ask({ ...running, token: TOKEN }, `/v1/fine_tuning/jobs${path}`)).json();
  }

  /** Every file that is there is whole, and nothing that was acknowledged is missing. */
  async checkFiles(running: CommandProcess): Promise<void> {
    const listed = (await ask({ ...running, token: TOKEN }, '/v1/files')).json().data as Json[];
    const kept = new Map<string, string>();
    for (const { id, bytes, purpose } of listed) {
      if (purpose === 'fine-tune-results') continue;
      const headers = { authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${running.url}/v1/files/${id}/content`, { headers });
      const content = new Uint8Array(await response.arrayBuffer());
      expect([content.length, this.sent.has(digest(content))]).toEqual([bytes, true]);
      kept.set(id, digest(content));
    }
    for (const [id, hash] of this.acknowledged) expect([id, kept.get(id)]).toEqual([id, hash]);
    expect(await readdir(join(this.directory, 'incoming'))).toEqual([]);
  }

  /** Every job succeeds, and says so once. */
  async checkJobs(running: CommandProcess): Promise<void> {
    const get = (path: string) => this.#get(running, path);
    const listed = (await get('?limit=100')).data as Json[];
    for (const id of this.jobs) expect(listed.map((job) => job.id)).toContain(id);
    for (const { id } of listed) {
      let { status } = await get(`/${id}`);
      while (!ENDED.includes(status)) {
        await setTimeout(20);
        ({ status } = await get(`/${id}`));
      }
      expect([id, status]).toEqual([id, 'succeeded']);
      const events = (await get(`/${id}/events?limit=1000`)).data as Json[];
      for (const words of ['New fine-tuned model created', 'successfully completed', 'Fine-tuning job started']) {
        expect([words, events.filter(({ message }) => message.includes(words)).length]).toEqual([words, 1]);
      }
      const steps = events.filter(({ type }) => type === 'metrics').map(({ data }) => data.step);
      expect(new Set(steps).size).toBe(steps.length);
    }
  }
}

/** The bytes of the finished models of a data directory, as digests. */
async function modelDigests(directory: string): Promise<string[]> {
  const db = new DatabaseSync(join(directory, 'colloquy.db'), { readOnly: true });
  const rows = db.prepare("SELECT json FROM records WHERE kind = 'model'").all() as { json: string }[];
  db.close();
  const finished = rows.map(({ json }) => JSON.parse(json) as Json).filter(({ checkpoint }) => !checkpoint);
  return Promise.all(finished.map(async ({ blob }) => digest(await readFile(join(directory, 'blobs', blob)))));
}

/** The model that the same job makes when nobody interrupts it. */
async function uninterrupted(dataDir: string): Promise<string> {
  const local = createLocal({ dataDir });
  const server = await local.listen();
  const { token } = await local.tokens.create({ project: 'p' });
  const client = createClient({ provider: openai, apiKey: token, baseURL: `${server.url}/v1` });
  const data = new Blob([datasetLines()]);
  const file = await client.files.upload(data, { purpose: 'fine-tune', filename: 'data.jsonl' });
  const { id } = await client.fineTuning.jobs.create({ ...TRAINING, training_file: file.id });
  await client.fineTuning.jobs.wait(id);
  await client.close();
  await local.close();
  const [model] = await modelDigests(dataDir);
  return model as string;
}

test('S17, S18: fifty kills under uploads and jobs lose nothing, tear nothing, and every job ends once, alike', {
  timeout: 180_000,
}, async () => {
  const root = await mkdtemp(join(tmpdir(), 'colloquy-kills-'));
  const lanes = Array.from({ length: LANES }, (_lane, at) => new Lane(join(root, String(at))));
  const expected = await uninterrupted(join(root, 'uninterrupted'));
  await Promise.all(
    lanes.map(async (lane) => {
      for (let kill = 0; kill < KILLS / LANES; kill++) await lane.round(await lane.start(), kill % 2 === 0);
      const running = await lane.start();
      await lane.checkFiles(running);
      await lane.checkJobs(running);
      await running.stop();
      expect(lane.acknowledged.size).toBeGreaterThan(KILLS / LANES);
      const models = await modelDigests(lane.directory);
      expect(models).toEqual(Array(models.length).fill(expected));
    }),
  );
  // Without these the rest would say little: kills met running jobs, and jobs ended between kills.
  expect(lanes.reduce((sum, { interrupted }) => sum + interrupted, 0)).toBeGreaterThan(KILLS / 10);
  expect(lanes.reduce((sum, { jobs }) => sum + jobs.size, 0)).toBeGreaterThan(LANES);
  for (const { startMs } of lanes) expect(Math.max(...startMs)).toBeLessThan(2_000);
  await rm(root, { recursive: true });
});
