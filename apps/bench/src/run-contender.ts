// One contender in a process of its own: it warms up, and then measures a round whenever it is told to.
import { type Measurement, median, ROUND_MS, WARMUP_MS } from './bench.ts';
import { benches } from './benches.ts';
import { peakMemory } from './peak-memory.ts';
import { settledMemory } from './settled-memory.ts';

// With this the process ends, and what it started with it.
process.on('disconnect', () => process.exit(0));

const [benchName, contenderName, url] = process.argv.slice(2) as [string, string, string];
const bench = benches.find(({ name }) => name === benchName);
const contender = bench?.contenders[contenderName];
if (bench === undefined || contender === undefined) throw new Error(`no contender ${contenderName} in ${benchName}`);
const { units, figure } = bench;

const run = await contender.prepare(url);

/** Batches until the time is over. */
async function batches(ms: number): Promise<{ done: number; waits: number[] }> {
  const until = performance.now() + ms;
  const waits: number[] = [];
  let done = 0;
  do {
    const seen = await run(units);
    if (seen !== undefined) waits.push(seen.wait);
    done += units;
  } while (performance.now() < until);
  return { done, waits };
}

// Nothing is collected by hand in between: what runs next would have to be compiled again, which doubles some figures.
async function cpuTime(): Promise<Pick<Measurement, 'cost' | 'wait'>> {
  const before = process.cpuUsage();
  const { done, waits } = await batches(ROUND_MS);
  const { user, system } = process.cpuUsage(before);
  return { cost: (user + system) / done, ...(waits.length > 0 && { wait: median(waits) }) };
}

let settled = 0;
/** What every unit holds on to: the growth by another batch, so that what all of them share is not in it. */
async function heldMemory(): Promise<Pick<Measurement, 'cost'>> {
  const before = settled;
  await run(units);
  settled = await settledMemory();
  return { cost: (settled - before) / 1024 / units };
}

if (figure === 'KiB') await heldMemory();
else await batches(WARMUP_MS);

process.on('message', async () => {
  const measured = figure === 'KiB' ? await heldMemory() : await cpuTime();
  process.send?.({ ...measured, rss: peakMemory() } satisfies Measurement);
});
process.send?.('warm');
