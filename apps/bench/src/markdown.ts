import type { Result, Results, Row } from './results.ts';
import { digits } from './table.ts';

interface Line {
  readonly title: string;
  readonly unit: string;
  readonly cells: readonly { contender: string; value: number; ratio: number }[];
}

const isOurs = (contender: string) => contender.startsWith('@colloquy/');

/** What a comparison says of one figure: a line of the table. */
function lineOf(result: Result, title: string, unit: string, of: (row: Row) => number | undefined): Line {
  const atFloor = result.rows.find(({ contender }) => contender === result.floor) as Row;
  const floor = of(atFloor) ?? Number.NaN;
  const cells = result.rows.flatMap((row) => {
    const value = of(row);
    return value === undefined ? [] : [{ contender: row.contender, value, ratio: value / floor }];
  });
  return { title, unit, cells };
}

/** Comparisons in which the memory of the process says something by itself. */
const SHOWS_MEMORY: Readonly<Record<string, string>> = {
  upload: 'The process, after a file of 100 MB',
  import: 'The process, once it is imported',
};

function linesOf(result: Result): Line[] {
  const [first] = result.rows;
  const memory = SHOWS_MEMORY[result.name];
  return [
    lineOf(result, result.title, result.figure, ({ cost }) => cost.median),
    ...(first?.wait ? [lineOf(result, '… until its first event', 'µs', ({ wait }) => wait?.median)] : []),
    ...(memory ? [lineOf(result, memory, 'MiB', ({ rss }) => rss)] : []),
  ];
}

/** The table of the README: the floor, us and the others, and where somebody else is cheaper. */
export function performanceTable(results: Results): string {
  const lines = results.results.flatMap((result) => linesOf(result).map((line) => ({ ...line, floor: result.floor })));
  const table = lines.map(({ title, unit, cells, floor }) => {
    const said = (chosen: Line['cells'], name: (contender: string) => string) =>
      chosen
        .map(({ contender, value, ratio }) => `${name(contender)}${digits(value)} (${digits(ratio)}×)`.trim())
        .join('<br>');
    const atFloor = cells.find(({ contender }) => contender === floor);
    const ours = cells.filter(({ contender }) => isOurs(contender));
    const others = cells.filter(({ contender }) => !isOurs(contender) && contender !== floor);
    const shortName = (contender: string) => (ours.length > 1 ? `${contender.replace('@colloquy/', '')} ` : '');
    return `| ${title} | ${unit} | ${floor} ${atFloor ? digits(atFloor.value) : ''} | ${said(ours, shortName)} | ${said(others, (contender) => `${contender} `)} |`;
  });
  return [
    '| | in | floor | Colloquy | others |',
    '| --- | --- | --- | --- | --- |',
    ...table,
    '',
    `× is to the floor of the same run. ${cheaper(results)}`.trim(),
    circumstances(results),
  ].join('\n');
}

/** Who is cheaper than Colloquy, and in which bench; the floors are not meant. */
function cheaper({ results }: Results): string {
  const benchesOf = new Map<string, string[]>();
  for (const { name, floor, rows } of results) {
    for (const { contender, toColloquy } of rows) {
      if (contender === floor || isOurs(contender) || toColloquy >= 1) continue;
      benchesOf.set(contender, [...(benchesOf.get(contender) ?? []), `\`${name}\``]);
    }
  }
  const said = [...benchesOf].map(([contender, benches]) => `${contender} in ${benches.join(', ')}`);
  return said.length > 0 ? `Cheaper than Colloquy, the floors aside: ${said.join('; ')}.` : '';
}

/** The gateway's figures for those who plan with it. */
export function sizingTable(results: Results): string {
  const of = (name: string) => results.results.find((result) => result.name === name);
  const columns = ['gateway', 'gateway-stream', 'gateway-open-streams'].flatMap((name) => of(name) ?? []);
  const contenders = columns[0]?.rows.map(({ contender }) => contender) ?? [];
  const cell = (result: Result, contender: string) => {
    const row = result.rows.find((other) => other.contender === contender);
    return row ? `${digits(row.cost.median)} ${result.figure.replace('CPU ', '')}` : '';
  };
  const perRequest = of('gateway')?.rows.find(({ contender }) => contender === '@colloquy/gateway')?.cost.median;
  return [
    `| | ${columns.map(({ unit }) => unit).join(' | ')} |`,
    `| --- |${' --- |'.repeat(columns.length)}`,
    ...contenders.map(
      (contender) => `| ${contender} | ${columns.map((result) => cell(result, contender)).join(' | ')} |`,
    ),
    '',
    `CPU time, and memory of the process. At ${digits(perRequest ?? Number.NaN)} µs a core does about ${perSecond(perRequest)} requests a second at full load.`,
    circumstances(results),
  ].join('\n');
}

function perSecond(microseconds = Number.NaN): string {
  return (Math.round(1e6 / microseconds / 100) * 100).toLocaleString('en');
}

/** Where, when and with what. */
function circumstances({ machine: { date, node, cpu, cores, os }, rounds, versions }: Results): string {
  const shown = Object.entries(versions).filter(([name]) => PEERS.has(name));
  const peers = shown.map(([name, version]) => `${name} ${version}`).join(', ');
  return `${date}, Node ${node} on ${os}, ${cores} cores of ${cpu}; medians of ${rounds} rounds, each contender in a process of its own. ${peers}.`;
}

const PEERS = new Set([
  '@copilotkit/aimock',
  '@langchain/openai',
  '@nestjs/core',
  '@portkey-ai/gateway',
  'ai',
  'express',
  'http-proxy-middleware',
  'ioredis',
  'openai',
  'rate-limiter-flexible',
  'undici',
]);
