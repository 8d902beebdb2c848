import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Comparison, type Measurement, median } from './bench.ts';

/** A figure over the rounds of a run. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One contender of a comparison. */
export interface Row {
  readonly contender: string;
  readonly cost: Spread;
  /** The most of all rounds, in MiB. */
  readonly rss?: number;
  /** Microseconds. */
  readonly wait?: Spread;
  /** Its cost, divided by the floor's and by Colloquy's of the same round: the median of the rounds. */
  readonly toFloor: number;
  readonly toColloquy: number;
}

export interface Result extends Pick<Comparison, 'name' | 'title' | 'unit' | 'figure' | 'floor'> {
  readonly rows: readonly Row[];
}

/** A run: what it gave, and where and with what. */
export interface Results {
  readonly machine: {
    readonly date: string;
    readonly node: string;
    readonly cpu: string;
    readonly cores: number;
    readonly os: string;
  };
  readonly rounds: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly Result[];
}

export const machine = (): Results['machine'] => ({
  date: new Date().toISOString().slice(0, 10),
  node: process.version.slice(1),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  os: process.platform,
});

/** The versions of what is compared, read from what is installed. */
export function versions(): Record<string, string> {
  const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  const names = Object.keys(read('../package.json').dependencies).filter((name) => !name.startsWith('@colloquy/'));
  return Object.fromEntries(names.map((name) => [name, read(`../node_modules/${name}/package.json`).version]));
}

/** What the rounds of a comparison come to; contenders that failed are not among `measured`. */
export function summary(comparison: Comparison, measured: ReadonlyMap<string, readonly Measurement[]>): Result {
  const { name, title, unit, figure, floor } = comparison;
  const spreads = [...measured].map(([contender, runs]) => ({
    contender,
    cost: spread(runs.map(({ cost }) => cost)) as Spread,
    rss: spread(runs.map(({ rss }) => rss))?.max,
    wait: spread(runs.map(({ wait }) => wait)),
  }));
  const runsOf = (is: (contender: string) => boolean) => [...measured].find(([contender]) => is(contender))?.[1] ?? [];
  const atFloor = runsOf((contender) => contender === floor);
  const ours = runsOf((contender) => contender.startsWith('@colloquy/'));
  const rows = spreads.map((row) => {
    const runs = measured.get(row.contender) ?? [];
    return { ...row, toFloor: short(ratio(runs, atFloor)), toColloquy: short(ratio(runs, ours)) };
  });
  return { name, title, unit, figure, floor, rows };
}

/** Of each round by itself, so that what slows a whole round down slows both. */
function ratio(runs: readonly Measurement[], others: readonly Measurement[]): number {
  const ratios = runs.flatMap(({ cost }, round) => {
    const other = others[round]?.cost;
    return other === undefined ? [] : [cost / other];
  });
  return ratios.length > 0 ? median(ratios) : Number.NaN;
}

function spread(values: readonly (number | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return undefined;
  return { median: short(median(known)), min: short(Math.min(...known)), max: short(Math.max(...known)) };
}

/** Four digits: more would be noise. */
const short = (value: number) => Number(value.toPrecision(4));
