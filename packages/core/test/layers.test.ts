import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

/** The layers of core, the lowest first: a file imports from its own layer and those before it. */
const LAYERS = [
  'errors',
  'wire',
  'dialect',
  'providers',
  'dataset',
  'transport',
  'stream',
  'translate',
  'resources',
  'client',
  'testing',
  'otel',
];

const SRC = join(import.meta.dirname, '../src');

const imports = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('.test') && file.includes('/'))
  .flatMap((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) => ({
      file,
      target: relative(SRC, join(SRC, dirname(file), String(target))),
    })),
  );

const layerOf = (file: string) => LAYERS.indexOf(file.split('/')[0] as string);

test('every folder of core is a layer', () => {
  const folders = readdirSync(SRC, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual([...LAYERS].sort());
});

test('no layer of core imports from one above it', () => {
  expect(imports.length).toBeGreaterThan(100);
  const upward = imports.filter(({ file, target }) => !target.includes('/') || layerOf(target) > layerOf(file));
  expect(upward).toEqual([]);
});

test('core imports no other package of the house', () => {
  const own = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('.test'))
    .filter((file) => /\b(?:from|import)\s*\(?\s*'@colloquy\//.test(readFileSync(join(SRC, file), 'utf8')));
  expect(own).toEqual([]);
});
