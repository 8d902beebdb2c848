import type { Bench, Comparison, Measurement } from './bench.ts';
import { Child } from './child.ts';

/** A comparison of libraries: each contender has a process and a mock of its own. */
export function clientComparison(bench: Bench): Comparison {
  const { name, title, unit, floor, needs, figure = 'CPU µs' } = bench;
  return {
    name,
    title,
    unit,
    figure,
    floor,
    needs,
    contenders: Object.keys(bench.contenders),
    async start(contender) {
      const mock = new Child('mock-server.ts');
      const child = new Child('run-contender.ts', [name, contender, await mock.answer<string>()]);
      await child.answer();
      return {
        round: () => child.answer<Measurement>('round'),
        end: async () => {
          await child.end();
          await mock.end();
        },
      };
    },
  };
}
