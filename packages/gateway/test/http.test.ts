import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { drained } from '../src/relay/drained.ts';
import { messages, setup } from './call.ts';
import { listen } from './listen.ts';
import { recordUpstream } from './record-upstream.ts';
import { piece, piecesThenSilence, startEvents } from './upstream-server.ts';

test('OpenAI’s own client chats, streams, uploads and trains through it, and sees nobody else’s things', async () => {
  const { gateway } = await setup(recordUpstream());
  const { ask, key } = await listen(gateway);
  const openai = ask(key);
  const other = ask((await gateway.tokens.create({ project: 'beta', format: 'jwt' })).token);

  const { data, response } = await openai.chat.completions
    .create({ model: 'gpt-4o', messages: messages as never })
    .withResponse();
  expect(data.choices[0]?.message.content).toBe('one two three');
  expect(response.headers.get('x-ratelimit-remaining-project-tokens')).toBe('199992');
  let text = '';
  for await (const chunk of await openai.chat.completions.create({
    model: 'gpt-4o',
    messages: messages as never,
    stream: true,
  })) {
    text += chunk.choices[0]?.delta.content ?? '';
  }
  expect(text).toBe('one two three');

  const file = await openai.files.create({ file: new File(['{}\n'], 'train.jsonl'), purpose: 'fine-tune' });
  const job = await openai.fineTuning.jobs.create({ model: 'gpt-4o', training_file: file.id });
  expect((await openai.fineTuning.jobs.list()).data.map(({ id }) => id)).toEqual([job.id]);
  await expect(other.files.retrieve(file.id)).rejects.toMatchObject({ status: 404 });
  await expect(other.fineTuning.jobs.retrieve(job.id)).rejects.toMatchObject({ status: 404 });
  expect((await other.files.list()).data).toEqual([]);
  expect(await (await openai.files.content(file.id)).text()).toBe('the bytes');
});

test('no token, a wrong one and a revoked one are the same 401', async () => {
  const { gateway } = await setup();
  const { baseURL, key } = await listen(gateway);
  const [first] = await gateway.tokens.list();
  await gateway.tokens.revoke(first?.id as string);
  const answers = await Promise.all(
    [undefined, 'Bearer nonsense', `Bearer ${key}`].map(async (authorization) => {
      const reply = await fetch(`${baseURL}/models`, { headers: authorization === undefined ? {} : { authorization } });
      return { status: reply.status, body: await reply.text() };
    }),
  );
  expect(answers[0]?.status).toBe(401);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
});

test('a caller that closes its connection ends the upstream at once, waiting or streaming', async () => {
  for (const behave of [() => {}, piecesThenSilence(2)]) {
    const { gateway, upstream } = await setup(behave);
    const { port, key } = await listen(gateway);
    const request = httpRequest({
      port,
      path: '/v1/chat/completions',
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    });
    request.on('error', () => {});
    request.end(JSON.stringify({ model: 'm', messages, stream: true }));
    await expect.poll(() => upstream.seen.length).toBe(1);
    await expect.poll(() => gateway.inFlight).toBe(1);
    request.destroy();
    await expect.poll(() => upstream.aborts.length, { interval: 5 }).toBe(1);
    await expect.poll(() => gateway.inFlight).toBe(0);
  }
});

test('a caller that does not read holds the upstream back instead of filling the memory', async () => {
  let written = 0;
  let stalled = false;
  const { gateway } = await setup(async (_, response) => {
    startEvents(response);
    const chunk = piece('m', { content: 'x'.repeat(16_000) });
    for (let at = 0; at < 4_000 && !response.destroyed; at += 1) {
      written += chunk.length;
      if (!response.write(chunk)) {
        const timer = setTimeout(() => {
          stalled = true;
        }, 300);
        await drained(response);
        clearTimeout(timer);
      }
    }
  });
  const { port, key } = await listen(gateway);
  const body = JSON.stringify({ model: 'm', messages, stream: true });
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(() => stalled, { timeout: 20_000 }).toBe(true);
  expect(written).toBeLessThan(48_000_000);
  socket.destroy();
  await expect.poll(() => gateway.inFlight).toBe(0);
});

test('closing refuses what comes, lets finish what is under way, and ends the rest with an error in the stream', async () => {
  const { gateway, upstream } = await setup(piecesThenSilence(1));
  const { baseURL, key } = await listen(gateway);
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const post = () =>
    fetch(`${baseURL}/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ model: 'm', messages, stream: true }),
    });
  const streams = await Promise.all(Array.from({ length: 50 }, post));
  expect(gateway.inFlight).toBe(50);
  const closing = gateway.close({ graceMs: 100 });
  const refused = await post();
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  const texts = await Promise.all(streams.map((stream) => stream.text()));
  await closing;
  for (const text of texts) {
    expect(text).toContain('"w0 "');
    expect(text).toMatch(/data: \{"error":\{"message":"The server is shutting down[^\n]*\n\n$/);
    expect(text).not.toContain('[DONE]');
  }
  await expect.poll(() => upstream.aborts.length).toBe(50);
  expect(gateway.inFlight).toBe(0);
});

test('metrics tell what happened without telling who', async () => {
  const { gateway } = await setup();
  const { ask, key } = await listen(gateway);
  await ask(key).chat.completions.create({ model: 'gpt-4o', messages: messages as never });
  const text = gateway.metrics();
  expect(text).toContain('colloquy_requests_total{route="POST /chat/completions",status="200",ending="done"} 1');
  expect(text).toContain('colloquy_tokens_total{upstream="main"} 8');
  expect(text).toContain('colloquy_first_content_seconds_count 1');
  expect(text).toContain('colloquy_in_flight 0');
  expect(text).not.toContain(key);
  for (const line of text.trim().split('\n')) expect(line).toMatch(/^(#|[a-z_]+(\{[^}]*\})? [\d.e+-]+$)/);
});

test('a caller that waits for long is kept from giving up, and told of a failure in the stream', async () => {
  const { gateway } = await setup((_, response) => {
    setTimeout(
      () => response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"too hot"}}'),
      150,
    );
  });
  const { key, baseURL } = await listen(gateway, { keepAliveMs: 20 });
  const reply = await fetch(`${baseURL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages, stream: true }),
  });
  expect(reply.status).toBe(200);
  expect(await reply.text()).toMatch(/^(: keep-alive\n\n)+data: \{"error":\{"message":"too hot"[^\n]*\n\n$/);
});
