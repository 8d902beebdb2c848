import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLocal } from '../src/index.ts';
import { ask, type Json } from './with-server.ts';

const MIB = 1024 * 1024;
const directory = mkdtempSync(join(tmpdir(), 'colloquy-tmpfs-'));
const mounted = mount();
afterAll(() => {
  if (mounted) execFileSync('umount', [directory]);
  rmSync(directory, { recursive: true });
});

/** A disk of 8 MiB; false where this user may not have one. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', directory], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('S19: a full disk is a 507 in time, breaks nothing, and is forgotten once there is room', async (context) => {
  if (!mounted) context.skip('only root may mount a small disk');
  const dataDir = join(directory, 'data');
  let local = createLocal({ dataDir });
  let served = { url: (await local.listen()).url, token: (await local.tokens.create({ project: 'p' })).token };
  const authorization = `Bearer ${served.token}`;
  const upload = async (bytes: Uint8Array<ArrayBuffer>) => {
    const form = new FormData();
    form.append('purpose', 'user_data');
    form.append('file', new Blob([bytes]), 'data.bin');
    const response = await fetch(`${served.url}/v1/files`, { method: 'POST', headers: { authorization }, body: form });
    return { status: response.status, body: (await response.json()) as Json };
  };
  const kept = new Map<string, string>();
  const fill = async () => {
    for (;;) {
      const bytes = new Uint8Array(randomBytes(MIB));
      const { status, body } = await upload(bytes);
      if (status !== 200) return { status, code: body.error.code };
      kept.set(body.id, digest(bytes));
    }
  };
  const check = async () => {
    const listed = (await ask(served, '/v1/files')).json().data as Json[];
    expect(listed.map(({ id }) => id).sort()).toEqual([...kept.keys()].sort());
    for (const [id, hash] of kept) {
      const content = await fetch(`${served.url}/v1/files/${id}/content`, { headers: { authorization } });
      expect(digest(new Uint8Array(await content.arrayBuffer()))).toBe(hash);
    }
    expect(await readdir(join(dataDir, 'incoming'))).toEqual([]);
  };

  expect(await fill()).toEqual({ status: 507, code: 'insufficient_storage' });
  expect(kept.size).toBeGreaterThan(3);
  await check();

  // Not a byte is left, so that a record does not fit either.
  const { bavail, bsize } = await statfs(directory);
  await writeFile(join(directory, 'filler'), Buffer.alloc(bavail * bsize));
  const made: string[] = [];
  let refused: Json;
  do {
    const answer = await ask(served, '/v1/conversations', { body: { metadata: { text: 'x'.repeat(500) } } });
    if (answer.status === 200) made.push(answer.json().id);
    else refused = [answer.status, answer.json().error.code];
  } while (refused === undefined);
  expect(refused).toEqual([507, 'insufficient_storage']);
  await check();

  await rm(join(directory, 'filler'));
  const [gone = ''] = kept.keys();
  expect((await ask(served, `/v1/files/${gone}`, { method: 'DELETE' })).status).toBe(200);
  kept.delete(gone);
  const before = kept.size;
  await fill();
  expect(kept.size).toBeGreaterThan(before);
  await local.close();
  local = createLocal({ dataDir });
  served = { ...served, url: (await local.listen()).url };
  await check();
  for (const id of made) expect((await ask(served, `/v1/conversations/${id}`)).status).toBe(200);
  await local.close();
});
