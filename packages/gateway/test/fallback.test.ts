import { once } from 'node:events';
import { createServer } from 'node:net';
import { createClient, defineProvider, EventStream } from '@colloquy/core';
import { createGateway, type Gateway } from '@colloquy/gateway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALICE, messages, post, readStream } from './call.ts';
import { listen } from './listen.ts';
import {
  type Behaviour,
  chatAnswer,
  frame,
  piece,
  sendJson,
  startEvents,
  startUpstream,
  type UpstreamServer,
} from './upstream-server.ts';

const stream = { model: 'gpt-4o-mini', messages, stream: true, max_tokens: 20 };

/** Every way in which an upstream fails before its first content. */
const FAULTS: Record<string, Behaviour> = {
  'resets the connection before its headers': (_, __, socket) => void socket.resetAndDestroy(),
  'closes the connection before its headers': (_, __, socket) => void socket.end(),
  'answers with what is no HTTP': (_, __, socket) => void socket.end('NOT HTTP AT ALL\r\n\r\n'),
  'says nothing at all': () => {},
  'sends headers and then nothing': (_, response) => startEvents(response),
  'resets the connection after its headers': (_, response, socket) => {
    startEvents(response);
    response.write(': hello\n\n', () => setImmediate(() => socket.resetAndDestroy()));
  },
  'answers 500': (_, response) => sendJson(response, 500, { error: { message: 'oops' } }),
  'answers 429': (_, response) =>
    sendJson(response, 429, { error: { message: 'slow down', code: 'rate_limit_exceeded' } }),
  'answers 401 for the key of the gateway': (_, response) => sendJson(response, 401, { error: { message: 'bad key' } }),
  'answers 200 with a login page': (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in</html>'),
  'ends the stream without content': (_, response) => {
    startEvents(response);
    response.write(piece('m', { role: 'assistant', content: '' }));
    response.end();
  },
  'begins with an error event': (_, response) => {
    startEvents(response);
    response.end(frame({ error: { message: 'overloaded', type: 'server_error', param: null, code: null } }));
  },
  'begins with an event that is no JSON': (_, response) => {
    startEvents(response);
    response.write('data: {"choices": [\n\n');
  },
  'sends the role and then nothing': (_, response) => {
    startEvents(response);
    response.write(piece('m', { role: 'assistant', content: '' }));
  },
};

describe('S11: a failure before the first content', () => {
  let bad: UpstreamServer;
  let good: UpstreamServer;
  let gateway: Gateway;
  beforeAll(async () => {
    bad = await startUpstream();
    good = await startUpstream();
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    closed.close();
    const nobody = defineProvider({ name: 'nobody', baseURL: `http://127.0.0.1:${port}/v1` });
    gateway = createGateway({
      upstreams: {
        bad: bad.client(),
        good: good.client(),
        nobody: createClient({ provider: nobody, apiKey: 'sk-nobody-canary' }),
      },
      models: { gone: ['nobody', 'good'], '*': ['bad', 'good'] },
      timeout: { connect: 500, firstByte: 150, idle: 1_000 },
      breaker: { failures: 1_000 },
    });
  });
  afterAll(async () => {
    await gateway.close({ graceMs: 0 });
    await bad.close();
    await good.close();
  });

  test.each(Object.keys(FAULTS))(
    'an upstream that %s: the next one answers, and the caller sees only that',
    async (name) => {
      bad.behave = FAULTS[name] as Behaviour;
      const reply = await gateway.transport(ALICE)({
        method: 'POST',
        path: '/chat/completions',
        headers: {},
        body: stream,
      });
      expect(reply.status).toBe(200);
      expect(await readStream(reply)).toMatchObject({ text: 'one two three', isDone: true });
    },
  );

  const JSON_FAULTS: Record<string, Behaviour> = {
    'an empty body': (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end(),
    'what is no JSON': (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('oops'),
    'half a body': (_, response, socket) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"choices":[', () => setImmediate(() => socket.destroy()));
    },
    'half a body, well ended': (_, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":['),
    'nothing but an error': (_, response) => sendJson(response, 200, { error: { message: 'overloaded' } }),
    'a redirect to another place': (_, response) =>
      void response.writeHead(307, { location: 'http://169.254.169.254/' }).end(),
  };

  test.each(Object.keys(JSON_FAULTS))('an upstream that answers with %s: the next one answers', async (name) => {
    bad.behave = JSON_FAULTS[name] as Behaviour;
    const reply = await post(gateway.transport(ALICE), '/chat/completions', { ...stream, stream: false });
    expect(reply).toMatchObject({ status: 200, json: { choices: [{ message: { content: 'one two three' } }] } });
  });

  test('an upstream that nobody listens at: the next one answers', async () => {
    const reply = await post(gateway.transport(ALICE), '/chat/completions', { model: 'gone', messages });
    expect(reply.status).toBe(200);
  });

  test('the caller’s own mistake is nobody else’s to answer', async () => {
    bad.behave = (_, response) => sendJson(response, 400, { error: { message: 'no such role', param: 'messages' } });
    const before = good.seen.length;
    const reply = await post(gateway.transport(ALICE), '/chat/completions', { ...stream, stream: false });
    expect(reply).toMatchObject({ status: 400, json: { error: { message: 'no such role', param: 'messages' } } });
    expect(good.seen).toHaveLength(before);
  });

  test('failures and fallbacks are counted', () => {
    const text = gateway.metrics();
    expect(text).toContain('colloquy_upstream_failures_total{upstream="bad",code="server"}');
    expect(text).toMatch(/colloquy_fallbacks_total\{upstream="bad"\} 20\n/);
    expect(text).toMatch(/colloquy_fallbacks_total\{upstream="nobody"\} 1\n/);
  });
});

describe('where there is nobody to fall back to', () => {
  const NOTHING_TOLD = /sk-upstream-canary|127\.0\.0\.1|localhost|oracle\.internal/;

  test.each<[string, number, Behaviour]>([
    ['500', 502, (_, response) => sendJson(response, 500, { error: { message: 'at http://127.0.0.1:1/v1' } })],
    [
      '401, echoing the key',
      502,
      ({ headers }, response) => sendJson(response, 401, { error: { message: `bad ${headers.authorization}` } }),
    ],
    ['403', 502, (_, response) => sendJson(response, 403, { error: { message: 'not you' } })],
    [
      '404',
      404,
      (_, response) => sendJson(response, 404, { error: { message: 'no such model', code: 'model_not_found' } }),
    ],
    ['409', 409, (_, response) => sendJson(response, 409, { error: { message: 'twice' } })],
    ['413', 413, (_, response) => sendJson(response, 413, { error: { message: 'too long' } })],
    ['422', 422, (_, response) => sendJson(response, 422, { detail: [{ loc: ['body', 'x'], msg: 'wrong' }] })],
    [
      '429 with Retry-After',
      429,
      (_, response) => sendJson(response, 429, { error: { message: 'slow' } }, { 'retry-after': '7' }),
    ],
    ['a broken connection', 503, (_, __, socket) => void socket.resetAndDestroy()],
    ['nothing', 504, () => {}],
  ])('an upstream’s %s is %i, in OpenAI’s shape, without its key or address', async (name, status, behave) => {
    const upstream = await startUpstream(behave);
    const gateway = createGateway({
      upstreams: { main: upstream.client() },
      models: { '*': 'main' },
      timeout: { firstByte: name === 'nothing' ? 100 : 10_000 },
    });
    const reply = await post(gateway.transport(ALICE), '/chat/completions', { model: 'm', messages });
    expect(reply.status).toBe(status);
    expect(Object.keys(reply.json.error as object).sort()).toEqual(['code', 'message', 'param', 'type']);
    expect(JSON.stringify(reply)).not.toMatch(NOTHING_TOLD);
    if (name.includes('Retry-After')) expect(reply.headers['retry-after']).toBe('7');
    await gateway.close();
    await upstream.close();
  });

  test('a stream that breaks after its first content is never a silent end', async () => {
    const upstream = await startUpstream((_, response, socket) => {
      startEvents(response);
      response.write(piece('m', { content: 'half' }), () => setImmediate(() => socket.resetAndDestroy()));
    });
    const gateway = createGateway({
      upstreams: { main: upstream.client(), other: upstream.client() },
      models: { '*': ['main', 'other'] },
    });
    const { body } = await gateway.transport(ALICE)({
      method: 'POST',
      path: '/chat/completions',
      headers: {},
      body: stream,
    });
    await expect(readStream({ status: 200, headers: {}, body })).rejects.toMatchObject({
      code: expect.stringMatching(/connection|truncated|stream_interrupted/),
    });
    expect(upstream.seen).toHaveLength(1);
    expect(gateway.metrics()).toContain('ending="failed"');
    await gateway.close();
    await upstream.close();
  });
});

describe('S12: the circuit breaker', () => {
  test('after five failures in a row an upstream is left alone: 503 within 10 ms, and no call', async () => {
    let now = 1_000_000;
    const upstream = await startUpstream((_, response) => sendJson(response, 500, {}));
    const gateway = createGateway({
      upstreams: { main: upstream.client() },
      models: { '*': 'main' },
      clock: () => now,
    });
    const ask = () => post(gateway.transport(ALICE), '/chat/completions', { model: 'm', messages });
    for (let turn = 0; turn < 5; turn += 1) expect((await ask()).status).toBe(502);
    const refused = await ask();
    const { post: send } = await listen(gateway);
    const elapsed: number[] = [];
    for (let turn = 0; turn < 51; turn += 1) {
      const began = performance.now();
      const reply = await send('/chat/completions', { model: 'm', messages });
      elapsed.push(performance.now() - began);
      expect(reply.status).toBe(503);
      await reply.text();
    }
    expect(refused).toMatchObject({ status: 503, json: { error: { code: 'upstream_unavailable' } } });
    expect(refused.headers['retry-after']).toBe('30');
    // The median, since what else the machine does now and then is no part of it; client, socket and token included.
    expect(elapsed.sort((a, b) => a - b)[25]).toBeLessThan(10);
    expect(upstream.seen).toHaveLength(5);
    expect(gateway.metrics()).toContain('colloquy_breaker_state{upstream="main"} 2');

    // Half open: one probe at a time.
    now += 30_000;
    let answer = (): void => {};
    upstream.behave = (request, response, socket) => {
      answer = () => void chatAnswer({})(request, response, socket);
    };
    const probe = ask();
    await expect.poll(() => upstream.seen.length).toBe(6);
    expect((await Promise.all([ask(), ask(), ask()])).map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(upstream.seen).toHaveLength(6);
    answer();
    expect((await probe).status).toBe(200);
    upstream.behave = chatAnswer({});
    expect((await ask()).status).toBe(200);
    await gateway.close();
    await upstream.close();
  });

  test('a probe whose caller leaves decides nothing, and the next one may probe', async () => {
    let now = 1_000_000;
    const upstream = await startUpstream((_, response) => sendJson(response, 500, {}));
    const gateway = createGateway({
      upstreams: { main: upstream.client() },
      models: { '*': 'main' },
      breaker: { failures: 1, openMs: 1_000 },
      clock: () => now,
    });
    const transport = gateway.transport(ALICE);
    await post(transport, '/chat/completions', { model: 'm', messages });
    now += 1_000;
    upstream.behave = () => {};
    const abort = new AbortController();
    const probe = transport({
      method: 'POST',
      path: '/chat/completions',
      headers: {},
      body: { model: 'm', messages },
      signal: abort.signal,
    });
    await expect.poll(() => upstream.seen.length).toBe(2);
    abort.abort();
    await expect(probe).rejects.toMatchObject({ code: 'aborted' });
    upstream.behave = chatAnswer({});
    expect((await post(transport, '/chat/completions', { model: 'm', messages })).status).toBe(200);
    await gateway.close();
    await upstream.close();
  });
});

test('bytes of a stream pass as they came', async () => {
  const upstream = await startUpstream();
  const gateway = createGateway({ upstreams: { main: upstream.client() }, models: { '*': 'main' } });
  const body = { ...stream, stream_options: { include_usage: true } };
  const reply = await gateway.transport(ALICE)({ method: 'POST', path: '/chat/completions', headers: {}, body });
  let bytes = 0;
  for await (const batch of reply.body as EventStream) bytes += batch.bytes?.byteLength ?? 0;
  expect(bytes).toBeGreaterThan(500);
  await gateway.close();
  await upstream.close();
});
