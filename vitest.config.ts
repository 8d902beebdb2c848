import { defineConfig } from 'vitest/config';

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
        },
      },
      'packages/nestjs/nest-11/vitest.config.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ['default'],
    retry: 0,
  },
});
