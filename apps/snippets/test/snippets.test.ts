import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { printed } from '../src/printed.ts';
import { fencesOf, markdownFiles, ROOT, readText } from './markdown-fences.ts';
import { regionOf } from './region-of.ts';

// What a reader has and this machine has not: the services, their keys, and a Redis.
vi.mock('@colloquy/core', async (original) => (await import('./offline-core.ts')).offlineCore(await original()));
vi.mock('@colloquy/limits/redis', async () => ({ redisStore: (await import('@colloquy/limits')).memoryStore }));
vi.mock('@colloquy/gateway/redis', () => ({ redisReplies: () => undefined }));

const fences = markdownFiles().flatMap((path) =>
  fencesOf(readText(path)).map((fence) => ({ ...fence, at: `${path}:${fence.line}` })),
);
const sources = [...new Set(fences.flatMap(({ source }) => source?.path ?? []))].sort();

describe('what the documents show', () => {
  test('there are snippets to check', () => expect(fences.length).toBeGreaterThan(10));

  test.each(fences)('$at is what its source says', ({ at, code, source }) => {
    if (source === undefined) throw new Error(`${at}: the line above the fence has to name its source`);
    expect(code).toBe(regionOf(readText(source.path), source.region));
  });

  test('every region is shown somewhere', () => {
    const regions = globSync('apps/snippets/src/**/*.ts', { cwd: ROOT }).flatMap((path) =>
      [...readText(path).matchAll(/^\/\/ #region (\S+)$/gm)].map(([, region]) => `${path}#${region}`),
    );
    const shown = fences.map(({ source }) => `${source?.path}#${source?.region}`);
    expect(regions.filter((region) => !shown.includes(region))).toEqual([]);
  });
});

describe('offline', () => {
  const home = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'colloquy-snippets-'));

  beforeAll(() => {
    vi.stubEnv('PORT', '0');
    process.chdir(directory);
  });
  afterAll(() => {
    process.chdir(home);
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  });

  test.each(sources)('%s does what its text says', async (path) => {
    const output = printed();
    try {
      await import(new URL(path, ROOT).href);
    } finally {
      output();
    }
  });
});
