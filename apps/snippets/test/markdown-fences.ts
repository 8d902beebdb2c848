import { globSync, readFileSync } from 'node:fs';

/** The repository's root. */
export const ROOT = new URL('../../../', import.meta.url);

const LANGUAGES = new Set(['ts', 'tsx', 'typescript', 'mts', 'js', 'jsx', 'javascript', 'mjs']);

/** One fence of a markdown file. */
export interface Fence {
  /** The line of its opening, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** The file and region it shows; absent where no comment above the fence names them. */
  readonly source?: { readonly path: string; readonly region: string | undefined };
}

/** The markdown files that people read, by path from the root; a changelog is written by a tool, long after its code. */
export function markdownFiles(): string[] {
  const patterns = ['*.md', 'docs/**/*.md', '{apps,packages}/*/*.md'];
  const files = globSync(patterns, { cwd: ROOT, exclude: (path) => path.endsWith('CHANGELOG.md') });
  return files.map((path) => path.replaceAll('\\', '/')).sort();
}

/** The TypeScript and JavaScript fences of a markdown text. */
export function fencesOf(markdown: string): Fence[] {
  const lines = markdown.split('\n');
  const fences: Fence[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, language] = /^ *```(\S*)/.exec(lines[at] as string) ?? [];
    if (language === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && /^ *```$/.test(line));
    const code = lines.slice(at + 1, end).join('\n');
    const marker = /^ *<!-- (?<path>[\w./-]+?)(?:#(?<region>[\w-]+))? -->$/.exec(lines[at - 1] ?? '')?.groups;
    const source = marker && { path: marker['path'] as string, region: marker['region'] };
    if (LANGUAGES.has(language)) fences.push({ line: at + 1, code, ...(source && { source }) });
    at = end;
  }
  return fences;
}

/** The text of a file by its path from the root. */
export function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}
