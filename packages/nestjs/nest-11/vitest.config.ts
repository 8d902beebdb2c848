import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import manifest from './package.json' with { type: 'json' };

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The package and its tests say `@nestjs/common`; here that is Nest 11's, and so for everything of Nest's. */
const alias = Object.keys(manifest.devDependencies)
  .filter((name) => name.startsWith('@nestjs/'))
  .map((name) => ({ find: new RegExp(`^${name}$`), replacement: here(`./node_modules/${name}`) }));

const conditions = ['@colloquy/source', 'node', 'module-sync', 'default'];

export default defineConfig({
  root: here('..'),
  resolve: { alias, conditions },
  ssr: { resolve: { conditions, externalConditions: ['@colloquy/source'] } },
  test: {
    name: 'nest-11',
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.measured.test.ts'],
    env: { NEST_MAJOR: '11' },
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
