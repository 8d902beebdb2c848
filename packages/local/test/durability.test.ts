import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLocal } from '../src/index.ts';
import { type CommandProcess, runCommandLine, startCommand } from './command-process.ts';
import { ask } from './with-server.ts';

const TOKEN = 'durable';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-data-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

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

  test('S20: whose database another process holds answers 503 with Retry-After, keeps nothing, and then goes on', async () => {
    const local = createLocal({ dataDir: directory });
    const { token } = await local.tokens.create({ project: 'p' });
    const { url } = await local.listen();
    const served = { url, token };
    const hold = `const { DatabaseSync } = require('node:sqlite');
      const db = new DatabaseSync(process.argv[1]);
      db.exec('BEGIN IMMEDIATE');
      process.stdin.resume().once('end', () => process.exit());
      console.log('held');`;
    const holder = spawn(process.execPath, ['-e', hold, join(directory, 'colloquy.db')]);
    await once(holder.stdout, 'data');
    const form = new FormData();
    form.append('purpose', 'user_data');
    form.append('file', new Blob(['x']), 'data.txt');
    const headers = { authorization: `Bearer ${token}` };
    const upload = await fetch(`${url}/v1/files`, { method: 'POST', headers, body: form });
    expect([upload.status, upload.headers.get('retry-after')]).toEqual([503, '1']);
    const refused = await ask(served, '/v1/conversations', { body: {} });
    expect([refused.status, refused.json().error.code]).toEqual([503, 'store_unavailable']);
    expect((await ask(served, '/v1/models')).status).toBe(200);
    holder.stdin.end();
    await once(holder, 'exit');
    expect((await ask(served, '/v1/files')).json().data).toEqual([]);
    for (const folder of ['incoming', 'blobs']) expect(await readdir(join(directory, folder))).toEqual([]);
    expect((await ask(served, '/v1/conversations', { body: {} })).status).toBe(200);
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

  test('that another process holds is a configuration error that names both, until that one ends', async () => {
    const holder = await start();
    await upload(holder, Buffer.from('kept'));
    const words = `The data directory ${directory} is in use by process ${holder.child.pid}; stop that one, or name another directory.`;
    expect(() => createLocal({ dataDir: directory })).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'dataDir', message: words }),
    );
    const second = await runCommandLine('--port', '0', '--data', directory);
    expect(second).toMatchObject({ code: 1, out: '', err: `colloquy-local: ${words}\n` });
    expect((await get(holder, '/v1/files')).json().data).toHaveLength(1);
    await holder.kill();
    const next = createLocal({ dataDir: directory });
    expect(() => createLocal({ dataDir: directory })).toThrow(`process ${process.pid};`);
    await next.close();
    await createLocal({ dataDir: directory }).close();
  });

  test('that cannot be used is a configuration error that names it', () => {
    expect(() => createLocal({ dataDir: '/dev/null/x' })).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'dataDir' }),
    );
  });
});
