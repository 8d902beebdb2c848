import type { Result, Results, Row } from './results.ts';

/** Three digits, never fewer than the whole part has. */
export function digits(value: number): string {
  const places = value < 10 ? 2 : value < 100 ? 1 : 0;
  return value.toFixed(places);
}

const COLUMNS = ['bench', 'contender', 'median', '', 'min–max', 'RSS MiB', 'wait µs', '× floor', '× Colloquy', 'was'];
const WIDTHS = [21, 27, 8, 7, 15, 8, 8, 9, 11, 8];

const line = (cells: readonly string[]) =>
  cells
    .map((cell, at) => (at < 2 || at === 3 ? cell.padEnd(WIDTHS[at] ?? 0) : cell.padStart(WIDTHS[at] ?? 0)))
    .join(' ');

export const tableHead = (): string => line(COLUMNS);

/** The rows of one comparison; `was` is the ratio to the floor in the committed results, to compare with. */
export function tableRows({ name, figure, rows }: Result, committed: Results | undefined): string {
  return rows
    .map(({ contender, cost, rss, wait, toFloor, toColloquy }, at) => {
      const was = committedRow(committed, name, contender);
      return line([
        at === 0 ? name : '',
        contender,
        digits(cost.median),
        figure,
        `${digits(cost.min)}–${digits(cost.max)}`,
        rss?.toFixed(0) ?? '',
        wait ? wait.median.toFixed(0) : '',
        digits(toFloor),
        digits(toColloquy),
        was ? digits(was.toFloor) : '',
      ]);
    })
    .join('\n');
}

export function committedRow(committed: Results | undefined, name: string, contender: string): Row | undefined {
  const result = committed?.results.find((other) => other.name === name);
  return result?.rows.find((row) => row.contender === contender);
}
