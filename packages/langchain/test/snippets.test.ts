import { readdirSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';

const SNIPPETS = new URL('snippets/', import.meta.url);
const names = readdirSync(SNIPPETS).filter((name) => name.endsWith('.ts'));

/** What each snippet prints, in part. */
const PRINTED: Readonly<Record<string, RegExp>> = {
  'five-minutes.ts': /^Good morning, Ispra\.[\s\S]*add[\s\S]*age[\s\S]*Bonjour/,
  'fine-tune.ts': /At nine, except on Mondays\./,
  'retrieve.ts': /The library opens at nine\./,
  'errors.ts': /^not_found false/,
};

afterEach(() => vi.restoreAllMocks());

test.each(names)('the snippet %s prints what it promises', async (name) => {
  let printed = '';
  vi.spyOn(console, 'log').mockImplementation((...values) => {
    printed += `${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}\n`;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  await import(new URL(name, SNIPPETS).href);
  vi.restoreAllMocks();
  expect(printed).toMatch(PRINTED[name] as RegExp);
});
