import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../src/start-demo.ts';
import { freshDemo, postJson } from './demo-server.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await freshDemo();
});
afterAll(() => demo.close());

const nextMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString();

async function request(project: string): Promise<{ id: string; token: string }> {
  const response = await postJson(`${demo.url}/api/tokens`, { project, label: 'test', expiresAt: nextMonth() });
  expect(response.status).toBe(201);
  return response.json();
}

async function used(project: string): Promise<number> {
  return (await (await fetch(`${demo.url}/api/quota?project=${project}`)).json()).used;
}

test('a requested token works with the openai package, counts against its project, and ends when it is revoked', async () => {
  const { id, token } = await request('alpha');
  const client = new OpenAI({ baseURL: `${demo.url}/v1`, apiKey: token, maxRetries: 0 });
  const stream = await client.chat.completions.create({
    model: 'colloquy-parrot',
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
    stream: true,
  });
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  expect(text).toMatch(/sky/i);
  await expect.poll(() => used('alpha')).toBeGreaterThan(10);
  expect(await used('beta')).toBe(0);

  const revoked = await fetch(`${demo.url}/api/tokens/${id}`, { method: 'DELETE' });
  expect(revoked.status).toBe(200);
  await expect(client.models.list()).rejects.toMatchObject({ status: 401 });
});

test('the list of tokens holds none of the tokens themselves, and none that was revoked', async () => {
  const kept = await request('gamma');
  const gone = await request('gamma');
  await fetch(`${demo.url}/api/tokens/${gone.id}`, { method: 'DELETE' });
  const body = await (await fetch(`${demo.url}/api/tokens`)).text();
  expect(body).toContain(kept.id);
  expect(body).not.toContain(kept.token);
  expect(body).not.toContain(gone.id);
});

test('a token for longer than a year is refused in words', async () => {
  const expiresAt = new Date(Date.now() + 400 * 86_400_000).toISOString();
  const response = await postJson(`${demo.url}/api/tokens`, { project: 'delta', expiresAt });
  expect(response.status).toBe(400);
  expect((await response.json()).error).toMatchObject({ param: 'expiresAt', message: expect.stringContaining('year') });
});

test('a call without a token is a 401', async () => {
  expect((await fetch(`${demo.url}/v1/models`)).status).toBe(401);
});

test('chats of the page count against the demo project', async () => {
  const before = await used('demo');
  await (await postJson(`${demo.url}/express/chat`, { prompt: 'Hello!' })).text();
  await expect.poll(() => used('demo')).toBeGreaterThan(before);
});
