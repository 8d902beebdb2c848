import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** What each package may import of the others. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  limits: ['core'],
  gateway: ['core', 'limits'],
  local: ['core', 'limits', 'gateway'],
  express: ['core', 'limits', 'gateway'],
  nestjs: ['core', 'limits', 'gateway'],
  langchain: ['core'],
};

const PACKAGES = join(import.meta.dirname, '../../../packages');

function sources(name: string): string[] {
  const src = join(PACKAGES, name, 'src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(file))
    .map((file) => join(src, file));
}

test('every package has its place in the order', () => {
  expect(readdirSync(PACKAGES).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
});

describe.each(Object.entries(MAY_IMPORT))('@colloquy/%s', (name, allowed) => {
  test('imports only packages below it', () => {
    const files = sources(name);
    expect(files.length).toBeGreaterThan(0);
    const foreign = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'@colloquy\/([a-z]+)/g)]
        .map(([, target]) => String(target))
        .filter((target) => target !== name && !allowed.includes(target))
        .map((target) => `${file.slice(PACKAGES.length + 1)} imports @colloquy/${target}`),
    );
    expect(foreign).toEqual([]);
  });

  test('depends only on packages below it', () => {
    const manifest = JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8'));
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      .filter((dependency) => dependency.startsWith('@colloquy/'))
      .map((dependency) => dependency.slice('@colloquy/'.length));
    expect(dependencies.filter((dependency) => !allowed.includes(dependency))).toEqual([]);
  });
});
