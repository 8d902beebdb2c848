import config from './vitest.config.ts';

/** What measures time has the machine to itself, on Nest 11 too. */
export default {
  ...config,
  test: {
    ...config.test,
    name: 'nest-11-measured',
    include: ['test/disconnect.measured.test.ts'],
    exclude: [],
    maxWorkers: 1,
    sequence: { groupOrder: 2 },
  },
};
