import { readFileSync, writeFileSync } from 'node:fs';
import { performanceTable, sizingTable } from './markdown.ts';
import type { Results } from './results.ts';

/** Figures that stand in a document between `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`. */
export const figures = [
  { path: 'README.md', marker: 'performance', render: performanceTable },
  { path: 'docs/gateway-at-scale.md', marker: 'sizing', render: sizingTable },
] as const;

const urlOf = (path: string) => new URL(`../../../${path}`, import.meta.url);

/** The committed results of a whole run. */
export function readResults(): Results | undefined {
  try {
    return JSON.parse(readFileSync(urlOf('apps/bench/results.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The text of a document with the figures of a run in it. */
export function withFigures({ path, marker, render }: (typeof figures)[number], results: Results): string {
  const [open, close] = [`<!-- bench:${marker} -->\n`, `<!-- /bench:${marker} -->`];
  const text = readFileSync(urlOf(path), 'utf8');
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  if (from < 0 || to < from) throw new Error(`${path} has no ${open.trim()} … ${close}`);
  return `${text.slice(0, from + open.length)}\n${render(results)}\n\n${text.slice(to)}`;
}

/** Writes results.json and the documents that show it. */
export function writeDocuments(results: Results): void {
  writeFileSync(urlOf('apps/bench/results.json'), `${JSON.stringify(results, null, 2)}\n`);
  for (const figure of figures) writeFileSync(urlOf(figure.path), withFigures(figure, results));
}
