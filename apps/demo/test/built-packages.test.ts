import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const PACKAGES = join(import.meta.dirname, '../../../packages');

const entries = readdirSync(PACKAGES).flatMap((name) => {
  const folder = join(PACKAGES, name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(manifest.publishConfig.exports as Record<string, { default?: string }>)
    .filter(([path]) => path !== './package.json')
    .map(([path, { default: file }]) => ({
      entry: `@colloquy/${name}${path.slice(1)}`,
      folder,
      file: join(folder, String(file)),
    }));
});

describe.each(entries)('$entry, as built', ({ entry, folder, file }) => {
  test('imports and requires, and gives the same names both ways', async () => {
    expect(existsSync(file)).toBe(true);
    const script = `
      const required = Object.keys(require(${JSON.stringify(entry)})).filter((name) => name !== '__esModule').sort();
      import(${JSON.stringify(entry)}).then((imported) => {
        console.log(JSON.stringify({ required, imported: Object.keys(imported).filter((name) => name !== 'module.exports').sort() }));
      });`;
    const { stdout } = await run(process.execPath, ['--eval', script], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const { required, imported } = JSON.parse(stdout);
    expect(imported.length).toBeGreaterThan(0);
    expect(required).toEqual(imported);
  });
});
