import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Blobs } from './blobs.ts';
import { FileBlobs } from './file-blobs.ts';
import { MemoryBlobs } from './memory-blobs.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'colloquy-blobs-'));
});
afterAll(() => rm(root, { recursive: true }));

const directories = () => ({ kept: join(root, 'kept'), staging: join(root, 'staging') });
const kinds: Record<string, () => Blobs> = {
  memory: () => new MemoryBlobs(),
  files: () => {
    for (const directory of Object.values(directories())) mkdirSync(directory, { recursive: true });
    return new FileBlobs(directories());
  },
};

async function text(blobs: Blobs, key: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of blobs.read(key)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe.each(Object.keys(kinds))('blobs in %s', (name) => {
  test('are read back as they were received, and are their own copy', async () => {
    const blobs = (kinds[name] as () => Blobs)();
    const sent = Buffer.from('hello');
    const staged = await blobs.stage([sent, Buffer.from(' world')]);
    sent.fill(0);
    expect(staged.bytes).toBe(11);
    const key = await staged.commit();
    expect(await text(blobs, key)).toBe('hello world');
    await blobs.delete(key);
  });
});

describe('blobs in files', () => {
  test('that were not received to their end leave nothing', async () => {
    const blobs = (kinds['files'] as () => Blobs)();
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('gone');
    }
    await expect(blobs.stage(broken())).rejects.toThrow('gone');
    await (await blobs.stage([Buffer.from('x')])).discard();
    expect(await readdir(directories().staging)).toEqual([]);
  });

  test('that nobody knows, and half-received ones, are swept', async () => {
    const blobs = (kinds['files'] as () => Blobs)();
    const known = await (await blobs.stage([Buffer.from('known')])).commit();
    await (await blobs.stage([Buffer.from('orphan')])).commit();
    await writeFile(join(directories().staging, 'half'), 'ha');
    blobs.sweep(new Set([known]));
    expect(await readdir(directories().kept)).toEqual([known]);
    expect(await readdir(directories().staging)).toEqual([]);
  });
});
