import { expect, test } from 'vitest';
import { startDemo } from '../src/start-demo.ts';
import { chatText, PAGE_DIR, postJson, STACKS } from './demo-server.ts';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly offline: boolean;
}

async function menu(url: string): Promise<Entry[]> {
  return (await (await fetch(`${url}/api/providers`)).json()).data;
}

test('without keys the menu offers offline, in each dialect', async () => {
  const demo = await startDemo({ port: 0, env: {}, pageDir: PAGE_DIR });
  expect((await menu(demo.url)).map(({ id }) => id)).toEqual([
    'offline',
    'offline-jrc',
    'offline-eugpt',
    'offline-anvilgpt',
  ]);
  await demo.close();
});

test('a service whose key is in the environment is offered too, and called like any other', async () => {
  const upstream = await startDemo({ port: 0, env: {}, pageDir: PAGE_DIR });
  const made = await postJson(`${upstream.url}/api/tokens`, { project: 'upstream' });
  const { token } = await made.json();
  const env = { OPENAI_API_KEY: token, OPENAI_BASE_URL: `${upstream.url}/v1` };
  const demo = await startDemo({ port: 0, env, pageDir: PAGE_DIR });
  const entries = await menu(demo.url);
  expect(entries.at(-1)).toMatchObject({ id: 'openai', label: 'OpenAI', offline: false });
  expect(JSON.stringify(entries)).not.toContain(token);
  const question = { provider: 'openai', model: 'colloquy-parrot', prompt: 'Why is the sky blue?' };
  for (const stack of STACKS) {
    expect(await chatText(await postJson(`${demo.url}/${stack}/chat`, question))).toMatch(/sky/i);
  }
  await demo.close();
  await upstream.close();
});
