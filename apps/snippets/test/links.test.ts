import { existsSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { markdownFiles, ROOT, readText } from './markdown-fences.ts';

/** The anchors that GitHub gives the headings of a markdown text. */
function anchorsOf(markdown: string): string[] {
  const headings = [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading as string);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

const links = markdownFiles().flatMap((path) =>
  [...readText(path).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => ({ path, link: link as string })),
);

test.each(links)('$link in $path leads somewhere', ({ path, link }) => {
  const url = new URL(link, new URL(path, ROOT));
  const anchor = url.hash.slice(1);
  url.hash = '';
  expect(existsSync(url), url.pathname).toBe(true);
  if (anchor !== '' && statSync(url).isFile()) {
    const target = url.href.slice(ROOT.href.length);
    expect(anchorsOf(readText(target))).toContain(anchor);
  }
});
