import { defaultExclude, defineConfig } from 'vitest/config';

// No `import` among them: the workers get these as Node's own conditions, and a CommonJS package that requires another
// would then be given that one's ES module.
const conditions = ['@colloquy/source', 'node', 'module-sync', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@colloquy/source'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'colloquy',
          include: [
            'packages/*/src/**/*.test.ts',
            'packages/*/test/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'apps/*/test/**/*.test.ts',
          ],
          exclude: [...defaultExclude, '**/*.measured.test.ts'],
        },
      },
      // What measures time or memory has the machine to itself: one file at a time, after all others.
      {
        extends: true,
        test: {
          name: 'measured',
          include: ['packages/*/src/**/*.measured.test.ts', 'packages/*/test/**/*.measured.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      'packages/nestjs/nest-11/vitest.config.ts',
      'packages/nestjs/nest-11/vitest.measured.config.ts',
    ],
    // Vitest itself leaves one core free, which on two would be half of them.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default'],
    retry: 0,
  },
});
