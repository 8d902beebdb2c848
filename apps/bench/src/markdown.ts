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
  const atFloor = result.rows.find(({ contender }) => contender === result.floor);
  const floor = atFloor && of(atFloor);
  const cells = result.rows.flatMap((row) => {
    const value = of(row);
    return value === undefined ? [] : [{ contender: row.contender, value, ratio: value / (floor ?? Number.NaN) }];
  });
  return { title, unit, cells };
}

/** The same of what contenders are compared by, with the ratios of the rounds. */
function costLine(result: Result): Line {
  const cells = result.rows.map(({ contender, cost, toFloor }) => ({ contender, value: cost.median, ratio: toFloor }));
  return { title: result.title, unit: result.figure, cells };
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
    costLine(result),
    ...(first?.wait ? [lineOf(result, '… until its first event', 'µs waited', ({ wait }) => wait?.median)] : []),
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
    const shortName = (contender: string) =>
      ours.length > 1 ? `${contender.replace(/^@colloquy\/(limits, )?/, '')} ` : '';
    return `| ${title} | ${unit} | ${floor} ${atFloor ? digits(atFloor.value) : ''} | ${said(ours, shortName)} | ${said(others, (contender) => `${contender} `)} |`;
  });
  return [
    '| | in | floor | Colloquy | others |',
    '| --- | --- | --- | --- | --- |',
    ...table,
    '',
    `× is to the floor. ${cheaper(results)}`.trim(),
    circumstances(results, PEERS),
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
    circumstances(results, PROXIES),
  ].join('\n');
}

function perSecond(microseconds = Number.NaN): string {
  return (Math.round(1e6 / microseconds / 100) * 100).toLocaleString('en');
}

/** Where, when and with what. */
function circumstances(results: Results, packages: readonly string[]): string {
  const { machine, rounds, versions } = results;
  const { date, node, cpu, cores, os } = machine;
  const shown = Object.entries(versions).filter(([name]) => packages.includes(name));
  const peers = shown.map(([name, version]) => `${name} ${version}`).join(', ');
  return `${date}, Node ${node} on ${os}, ${cores} cores of ${cpu}; medians of ${rounds} rounds, and × of the ratios in each. ${peers}.`;
}

const PROXIES = ['@portkey-ai/gateway', 'express', 'http-proxy-middleware', 'undici'];

const PEERS = [
  ...PROXIES,
  '@copilotkit/aimock',
  '@langchain/openai',
  '@nestjs/core',
  'ai',
  'ioredis',
  'openai',
  'rate-limiter-flexible',
];
