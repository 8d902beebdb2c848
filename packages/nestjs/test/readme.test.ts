import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';

const SNIPPETS = new URL('snippets/', import.meta.url);
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const names = readdirSync(SNIPPETS).filter((name) => name.endsWith('.ts'));

/** What each snippet prints, in part. */
const PRINTED: Readonly<Record<string, RegExp>> = {
  'five-minutes.ts': /^data: \{"id":"chatcmpl-[\s\S]*data: \[DONE\]\n/,
  'gateway.ts': /^200$/m,
  'limits-and-health.ts': /"details":\{"llm":\{"provider":"openai","status":"up"\}\}/,
  'named-clients.ts': /^EU GPT$/m,
  'testing.ts': /^Good morning, Ada\n\/chat\/completions$/m,
};

afterEach(() => vi.restoreAllMocks());

test.each(names)('the snippet %s stands in the README as it runs', async (name) => {
  const source = readFileSync(new URL(name, SNIPPETS), 'utf8');
  expect(README).toContain(`\`\`\`ts\n${source}\`\`\``);
  let printed = '';
  vi.spyOn(console, 'log').mockImplementation((...values) => {
    printed += `${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ')}\n`;
  });
  await import(new URL(name, SNIPPETS).href);
  vi.restoreAllMocks();
  expect(printed).toMatch(PRINTED[name] as RegExp);
});
