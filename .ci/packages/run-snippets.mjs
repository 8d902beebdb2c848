import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fencesOf } from '../../apps/snippets/test/markdown-fences.ts';
import { run } from './run.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** What answers in place of the services and the Redis that a reader has. */
const OFFLINE = 'apps/snippets/test/offline-core.ts';
const HOOKS = `
import { registerHooks } from 'node:module';
const standIns = { '@colloquy/core': './offline/core.mjs', '@colloquy/limits/redis': './offline/redis.mjs' };
registerHooks({
  resolve(specifier, context, next) {
    const standIn = context.parentURL?.startsWith(new URL('./dist/', import.meta.url).href) && standIns[specifier];
    return standIn ? { url: new URL(standIn, import.meta.url).href, shortCircuit: true } : next(specifier, context);
  },
});`;
const STAND_INS = {
  'offline.mjs': HOOKS,
  'offline/core.mjs': `
import * as original from '@colloquy/core';
import { offlineCore } from '../dist/${OFFLINE.replace('.ts', '.js')}';
export * from '@colloquy/core';
export const { createClient } = offlineCore(original);`,
  'offline/redis.mjs': `export { memoryStore as redisStore } from '@colloquy/limits';`,
};

/** Compiles the first snippet of each README against the installed packages, and runs it there, offline. */
export async function runSnippets(project, packed) {
  const documents = ['README.md', ...packed.map(({ folder }) => `${folder}/README.md`)];
  const firsts = documents.map((path) => fencesOf(readFileSync(join(ROOT, path), 'utf8'))[0].source.path);
  const snippets = [...new Set(firsts)];
  for (const path of ['apps/snippets/src', OFFLINE, ...snippets])
    cpSync(join(ROOT, path), join(project, path), { recursive: true });
  for (const [path, text] of Object.entries(STAND_INS)) {
    cpSync(join(project, 'package.json'), join(project, path));
    writeFileSync(join(project, path), text);
  }
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2024', 'ESNext.Disposable'],
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    experimentalDecorators: true,
    skipLibCheck: true,
    rewriteRelativeImportExtensions: true,
    rootDir: '.',
    outDir: 'dist',
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: [...snippets, OFFLINE] }));
  await run(join(ROOT, 'node_modules/.bin/tsc'), [], project);
  for (const path of snippets) {
    const compiled = join('dist', path.replace(/\.ts$/, '.js'));
    await run(process.execPath, ['--import', './offline.mjs', compiled], project, { PORT: '0' });
  }
  return `${snippets.length} first snippets compiled and run`;
}
