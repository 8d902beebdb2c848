import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createGateway } from '@colloquy/gateway';
import { createLocal } from '@colloquy/local';
import express from 'express';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { listen } from '../../test/listen.ts';
import { colloquyRouter } from './colloquy-router.ts';

const CHAT = { model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content: 'Hello!' }] };

async function served(limits: Parameters<typeof createGateway>[0]['limits'] = {}) {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const gateway = createGateway({ upstreams: { local: client }, models: { '*': 'local' }, limits });
  const app = express();
  app.use('/v1', colloquyRouter({ gateway }));
  const { url } = await listen(app);
  const baseURL = `${url}/v1`;
  const as = async (project: string) => {
    const { token } = await gateway.tokens.create({ project });
    return new OpenAI({ apiKey: token, baseURL, maxRetries: 0 });
  };
  return { gateway, baseURL, as };
}

test('openai@7 works through a gateway with its token: chat, stream, models, files, quota', async () => {
  const { as, baseURL } = await served();
  const ai = await as('a');
  expect((await ai.chat.completions.create(CHAT)).choices[0]?.message.content).toMatch(/\w/);
  const final = await ai.chat.completions.stream(CHAT).finalChatCompletion();
  expect(final.choices[0]?.finish_reason).toBe('stop');
  expect((await ai.models.list()).data.length).toBeGreaterThan(0);
  const file = await ai.files.create({ file: new File(['some text'], 'note.txt'), purpose: 'user_data' });
  expect(await (await ai.files.content(file.id)).text()).toBe('some text');
  const quota = await fetch(`${baseURL}/quota`, { headers: { authorization: `Bearer ${ai.apiKey}` } });
  expect(quota.status).toBe(200);
  expect(JSON.stringify(await quota.json())).toContain('200000');
});

test('no token, a wrong one and a revoked one get the same 401', async () => {
  const { gateway, baseURL } = await served();
  const { id, token } = await gateway.tokens.create({ project: 'a' });
  await gateway.tokens.revoke(id);
  const answers = await Promise.all(
    [{}, { authorization: 'Bearer clq_wrong' }, { authorization: `Bearer ${token}` }].map(async (headers) => {
      const reply = await fetch(`${baseURL}/models`, { headers: headers as Record<string, string> });
      return `${reply.status} ${await reply.text()}`;
    }),
  );
  expect(answers[0]).toMatch(/^401 .*invalid_api_key/);
  expect(new Set(answers).size).toBe(1);
});

test('one project does not see the files of another', async () => {
  const { as } = await served();
  const [a, b] = [await as('a'), await as('b')];
  const file = await a.files.create({ file: new File(['x'], 'x.txt'), purpose: 'user_data' });
  await expect(b.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
  await expect(b.files.retrieve('file-unknown')).rejects.toMatchObject({ status: 404 });
  expect((await b.files.list()).data).toEqual([]);
});

test('a spent day is 429 insufficient_quota', async () => {
  const { as } = await served({ project: { tokensPerDay: 5 } });
  const ai = await as('a');
  await expect(ai.chat.completions.create(CHAT)).rejects.toMatchObject({ status: 429, code: 'insufficient_quota' });
});
