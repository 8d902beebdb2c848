// One server in a process of its own: it says where it is, and what it is asked about itself.
import { peakMemory } from './peak-memory.ts';
import { serverBenches } from './server-benches.ts';
import { settledMemory } from './settled-memory.ts';

// With this the process ends, and what it started with it.
process.on('disconnect', () => process.exit(0));

const [benchName, contender, upstream] = process.argv.slice(2) as [string, string, string];
const serve = serverBenches.find(({ name }) => name === benchName)?.contenders[contender];
if (serve === undefined) throw new Error(`no contender ${contender} in ${benchName}`);

const answers: Record<string, () => unknown> = {
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  settled: settledMemory,
  rss: peakMemory,
};
process.on('message', async (word: string) => process.send?.(await answers[word]?.()));
process.send?.(await serve(upstream));
