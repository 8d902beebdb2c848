import { EventStream } from '@colloquy/core';
import { afterEach, describe, expect, test } from 'vitest';
import { createLocal, type Local } from '../src/index.ts';
import { ask, eventsOf, type Json, type Served, serve } from './with-server.ts';

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

const chat = (content: string, extra: object = {}) => ({
  model: 'gpt-4o',
  messages: [{ role: 'user', content }],
  ...extra,
});

describe('local.reply', () => {
  test('answers what matches the last message, whole and streamed, and leaves the rest to the engine', async () => {
    served = await serve();
    served.local.reply(/secret/, 'The secret is nine.');
    const whole = await ask(served, '/v1/chat/completions', { body: chat('Tell me the secret') });
    expect(whole.json().choices[0].message.content).toBe('The secret is nine.');
    const streamed = await ask(served, '/v1/chat/completions', { body: chat('Tell me the secret', { stream: true }) });
    const text = eventsOf(streamed.text)
      .map((chunk) => chunk.choices[0].delta.content ?? '')
      .join('');
    expect(text).toBe('The secret is nine.');
    const other = await ask(served, '/v1/chat/completions', { body: chat('Hello!') });
    expect(other.json().choices[0].message.content).not.toContain('nine');
  });

  test('scripts tool calls, on both APIs', async () => {
    served = await serve();
    served.local.reply('deploy', { toolCalls: [{ name: 'deploy', arguments: { to: 'staging' } }] });
    const completion = (await ask(served, '/v1/chat/completions', { body: chat('deploy it') })).json();
    expect(completion.choices[0].finish_reason).toBe('tool_calls');
    expect(JSON.parse(completion.choices[0].message.tool_calls[0].function.arguments)).toEqual({ to: 'staging' });
    const response = (await ask(served, '/v1/responses', { body: { model: 'gpt-4o', input: 'deploy it' } })).json();
    expect(response.output).toMatchObject([{ type: 'function_call', name: 'deploy', status: 'completed' }]);
  });

  test('is used up after its times, and asked before older ones', async () => {
    const local = createLocal();
    served = { local, url: '', token: '', close: () => local.close() };
    local.reply('x', 'old');
    local.reply('x', { text: 'new', times: 1 });
    expect(await say(local, 'x')).toBe('new');
    expect(await say(local, 'x')).toBe('old');
    local.reset();
    expect(await say(local, 'x')).not.toBe('old');
    expect(() => local.reply('x', {})).toThrow(/text, or toolCalls/);
  });
});

describe('local.fault', () => {
  test('429 and 500 come once, with their headers and bodies', async () => {
    served = await serve();
    served.local.fault({ kind: '429', retryAfter: 7 });
    served.local.fault({ kind: '500', path: '/models', times: 2 });
    const limited = await ask(served, '/v1/chat/completions', { body: chat('Hello') });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await ask(served, '/v1/chat/completions', { body: chat('Hello') })).status).toBe(200);
    expect((await ask(served, '/v1/models')).status).toBe(500);
    expect((await ask(served, '/v1/models')).json().error.type).toBe('server_error');
    expect((await ask(served, '/v1/models')).status).toBe(200);
  });

  test('reset breaks the connection in the middle of a stream', async () => {
    served = await serve();
    served.local.fault({ kind: 'reset', afterEvents: 3 });
    await expect(ask(served, '/v1/chat/completions', { body: chat('Hello', { stream: true }) })).rejects.toThrow();
  });

  test('truncate ends a stream without finish or [DONE]', async () => {
    served = await serve();
    served.local.fault({ kind: 'truncate', afterEvents: 3 });
    const { text } = await ask(served, '/v1/chat/completions', { body: chat('Hello', { stream: true }) });
    expect(eventsOf(text)).toHaveLength(3);
    expect(text).not.toContain('[DONE]');
  });

  test('delay answers late', async () => {
    served = await serve();
    served.local.fault({ kind: 'delay', delayMs: 60 });
    const started = performance.now();
    await ask(served, '/v1/models');
    expect(performance.now() - started).toBeGreaterThanOrEqual(55);
  });

  test('an unknown kind is a configuration error', () => {
    const local = createLocal();
    served = { local, url: '', token: '', close: () => local.close() };
    expect(() => local.fault({ kind: 'fire' as '500' })).toThrow(/429, 500, delay, reset, truncate/);
  });
});

test('local.calls records what was asked, without credentials', async () => {
  served = await serve();
  await ask(served, '/v1/chat/completions', { body: chat('Hello'), headers: { 'x-custom': 'yes' } });
  await ask(served, '/eugpt/v1/responses', { body: { model: 'auto', input: 'x' } });
  expect(served.local.calls).toMatchObject([
    { dialect: 'openai', method: 'POST', path: '/chat/completions', status: 200, body: { model: 'gpt-4o' } },
    { dialect: 'eugpt', path: '/responses', status: 200 },
  ]);
  expect(served.local.calls[0]?.headers['x-custom']).toBe('yes');
  expect(JSON.stringify(served.local.calls)).not.toContain(served.token);
});

describe('the transport in this process', () => {
  test('needs no token, and each dialect has a project of its own', async () => {
    const local = createLocal();
    served = { local, url: '', token: '', close: () => local.close() };
    const conversation = { method: 'POST', path: '/conversations', headers: {}, body: {} };
    const { id } = await json(await local.transport()(conversation));
    const found = await local.transport()({ method: 'GET', path: `/conversations/${id}`, headers: {} });
    expect(found.status).toBe(200);
    const elsewhere = local.transport('openai', { project: 'other' });
    expect((await elsewhere({ method: 'GET', path: `/conversations/${id}`, headers: {} })).status).toBe(404);
    expect(() => local.transport('klingon' as 'jrc')).toThrow(/openai, jrc, eugpt, anvilgpt/);
  });

  test('streams parsed events, and leaving the loop stops the generation and charges what was delivered', async () => {
    const local = createLocal();
    served = { local, url: '', token: '', close: () => local.close() };
    const body = chat('Tell me about rivers', { stream: true });
    const reply = await local.transport('jrc')({ method: 'POST', path: '/chat/completions', headers: {}, body });
    expect(EventStream.isInstance(reply.body)).toBe(true);
    let seen = 0;
    for await (const { events } of reply.body as EventStream) {
      seen += events.length;
      if (seen === 4) break;
    }
    const after = await local.transport('jrc')({ method: 'GET', path: '/models', headers: {} });
    const spent = 200_000 - Number(after.headers['x-ratelimit-remaining-tokens']);
    expect(spent).toBeGreaterThan(3);
    expect(spent).toBeLessThan(40);
  });
});

describe('aborting in this process', () => {
  const post = (body: object, signal: AbortSignal) => ({
    method: 'POST',
    path: '/chat/completions',
    headers: {},
    body,
    signal,
  });

  test('before, while waiting and while streaming is an aborted error', async () => {
    const local = createLocal();
    served = { local, url: '', token: '', close: () => local.close() };
    const over = AbortSignal.abort();
    await expect(local.transport()(post(chat('x'), over))).rejects.toMatchObject({ code: 'aborted' });
    local.fault({ kind: 'delay', delayMs: 10_000 });
    const waiting = new AbortController();
    const waited = local.transport()(post(chat('x'), waiting.signal));
    waiting.abort();
    await expect(waited).rejects.toMatchObject({ code: 'aborted' });
    const streaming = new AbortController();
    const reply = await local.transport()(post(chat('Tell me about rivers', { stream: true }), streaming.signal));
    const read = (async () => {
      for await (const _batch of reply.body as EventStream) streaming.abort();
    })();
    await expect(read).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('conversations of EU GPT', () => {
  const say = (local: Local, conversation_id: string) => {
    const body = { input: 'Hello', stream: false, conversation_id };
    return local.transport('eugpt')({ method: 'POST', path: '/responses', headers: {}, body });
  };

  test('are made beside the API, and unknown ones are not found', async () => {
    const local = createLocal();
    served = { local, url: '', token: '', close: () => local.close() };
    const heard: string[][] = [];
    local.reply(
      (_last, messages) => {
        heard.push(messages.map(({ role }) => role));
        return false;
      },
      { text: 'never' },
    );
    const id = local.createConversation();
    expect((await say(local, id)).status).toBe(200);
    expect((await say(local, id)).status).toBe(200);
    expect(heard).toEqual([['user'], ['user', 'assistant', 'user']]);
    expect((await say(local, crypto.randomUUID())).status).toBe(404);
    expect((await say(local, 'no-uuid')).status).toBe(400);
  });
});

test('a body as Open WebUI\u2019s own page sends it gets a task id and no completion', async () => {
  served = await serve();
  const body = { ...chat('Hello'), model: 'llama3.1:latest', chat_id: 'c', id: 'm', session_id: 's' };
  const answer = (await ask(served, '/anvilgpt/api/chat/completions', { body })).json();
  expect(answer).toEqual({ status: true, task_ids: [expect.any(String)], chat_id: 'c' });
});

async function json(reply: { body: unknown }): Promise<Json> {
  return JSON.parse(Buffer.from(reply.body as Uint8Array).toString());
}

async function say(local: Local, content: string): Promise<string> {
  const reply = await local.transport()({
    method: 'POST',
    path: '/chat/completions',
    headers: {},
    body: chat(content),
  });
  return (await json(reply)).choices[0].message.content;
}
