import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, defineProvider, type Provider } from '@colloquy/core';
import * as providers from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { expect, test } from 'vitest';
import { acme, campus, clients } from './examples/own-provider.ts';
import { ASK, failure } from './faults/harness.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/providers.md'), 'utf8');

/** The page with its tables as narrow as they can be: how wide a formatter makes them is nobody's business. */
const narrow = page.replace(/ {2,}/g, ' ');

const { defineProvider: _, ...shipped } = providers;
const all = Object.values(shipped);
const { quirks: openaiWay } = defineProvider({ name: 'plain', baseURL: 'http://h' });

const code = (text: string) => `\`${text}\``;
const shown = (value: unknown) => JSON.stringify(value).replaceAll('"', "'").replaceAll("','", "', '");

function factsRow({ name, label, baseURL, apiKeyEnv, keyRequired, endpoints, checked }: Provider): string {
  const key = code(apiKeyEnv) + (keyRequired ? '' : ', if any');
  return `| ${[code(name), label, code(baseURL), key, endpoints.map(code).join(' '), checked].join(' | ')} |`;
}

function quirksRow({ name, quirks }: Provider): string {
  const own = Object.entries(quirks)
    .filter(([quirk, value]) => shown(value) !== shown(openaiWay[quirk as keyof typeof openaiWay]))
    .map(([quirk, value]) => code(`${quirk}: ${shown(value)}`));
  return `| ${code(name)} | ${own.length === 0 ? 'none' : own.join(', ')} |`;
}

test.each(all.map((provider) => [provider.name, provider] as const))(
  'the page has the facts of %s',
  (_name, provider) => {
    expect(narrow).toContain(factsRow(provider));
    expect(narrow).toContain(quirksRow(provider));
  },
);

test.each(Object.entries(openaiWay))('the page explains the quirk %s, and its default', (quirk, value) => {
  expect(narrow).toMatch(
    new RegExp(`^\\| \`${quirk}\` \\| [^|]+ \\| \`${shown(value).replace(/[[\]]/g, '\\$&')}\` \\|$`, 'm'),
  );
});

test('the example of the page is the one that runs here', () => {
  const example = readFileSync(join(import.meta.dirname, 'examples/own-provider.ts'), 'utf8');
  expect(page).toContain(`\`\`\`ts\n${example}\`\`\`\n`);
});

test('their keys come from the variables that the page names', () => {
  const names = ['ACME_API_KEY', 'CAMPUS_API_KEY'];
  for (const name of names) process.env[name] = 'sk-test';
  expect(clients().map(({ provider }) => provider.name)).toEqual(['acme', 'campus']);
  delete process.env['CAMPUS_API_KEY'];
  expect(clients).toThrow(expect.objectContaining({ code: 'configuration', provider: 'campus' }));
  delete process.env['ACME_API_KEY'];
});

test('a provider of one’s own works as the page says', async () => {
  const transport = scriptedTransport([{ text: 'Hi' }, { text: 'Hi' }]);
  for (const provider of [acme, campus]) {
    const client = createClient({ provider, transport });
    const { choices } = await client.chat.completions.create({ ...ASK, max_completion_tokens: 9 });
    expect(choices[0]?.message.content).toBe('Hi');
  }
  expect(transport.calls.map(({ body }) => body)).toEqual([
    { ...ASK, stream: false, max_tokens: 9 },
    { ...ASK, stream: false, max_tokens: 9 },
  ]);
  const client = createClient({ provider: acme, transport });
  expect(await failure(() => client.chat.completions.create({ ...ASK, logit_bias: { 1: 1 } }))).toMatchObject({
    code: 'unsupported',
    param: 'logit_bias',
  });
});
