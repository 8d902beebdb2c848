import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type Json } from './with-server.ts';

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-full-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('S19: a file that does not fit is a 507, leaves nothing, and smaller ones go on', async () => {
  // A limit of 1 MiB on every file is what a full disk looks like to one process only.
  const command = `ulimit -f 1024; exec "$0" --conditions=@colloquy/source --no-warnings "$@"`;
  const flags = [BIN, '--port', '0', '--token', 'full', '--data', directory, '--log', 'none'];
  const child = spawn('bash', ['-c', command, process.execPath, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  let url = '';
  for await (const line of createInterface({ input: child.stdout })) {
    url = line.replace('listening on ', '');
    break;
  }
  const upload = async (bytes: number) => {
    const form = new FormData();
    form.append('purpose', 'user_data');
    form.append('file', new Blob([Buffer.alloc(bytes, 1)]), 'data.bin');
    const headers = { authorization: 'Bearer full' };
    const response = await fetch(`${url}/v1/files`, { method: 'POST', headers, body: form });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const refused = await upload(3 * 1024 * 1024);
  expect([refused.status, refused.body.error.code]).toEqual([507, 'insufficient_storage']);
  const kept = await upload(100_000);
  expect(kept.status).toBe(200);
  expect(await readdir(join(directory, 'incoming'))).toEqual([]);
  const listed = (await ask({ url, token: 'full' }, '/v1/files')).json().data;
  expect(listed.map(({ id }: Json) => id)).toEqual([kept.body.id]);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
});
