import { createClient, EventStream, ServerEvent, type Transport } from '@colloquy/core';
import { eugpt, openai } from '@colloquy/core/providers';
import { createGateway } from '@colloquy/gateway';
import { expect, test } from 'vitest';
import { ALICE, get, messages, post, readStream } from './call.ts';

const json = (status: number, body: unknown): Transport => {
  return async () => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });
};
const answer = { choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }] };

test('an upstream may be a bare transport: its refusals are met by the next one, and its bytes are read', async () => {
  const chunk = { choices: [{ index: 0, delta: { content: 'hi' }, finish_reason: 'stop' }] };
  const bytes: Transport = async () => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: (async function* () {
      for (const byte of Buffer.from(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`)) yield Uint8Array.of(byte);
    })(),
  });
  const gateway = createGateway({ upstreams: { down: json(500, {}), bytes }, models: { '*': ['down', 'bytes'] } });
  const body = { model: 'm', messages, stream: true };
  const reply = await gateway.transport(ALICE)({ method: 'POST', path: '/chat/completions', headers: {}, body });
  expect(await readStream(reply)).toMatchObject({ text: 'hi', isDone: true });
});

test('a client of another dialect is an upstream too: chat on a service that only has responses', async () => {
  const seen: unknown[] = [];
  const service: Transport = async (request) => {
    seen.push(request.path);
    const output = [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Guten Tag' }] }];
    return json(200, { id: 'r', object: 'response', status: 'completed', created_at: 1, model: 'auto', output })(
      request,
    );
  };
  const client = createClient({ provider: eugpt, transport: service });
  const gateway = createGateway({ upstreams: { eu: client }, models: { auto: 'eu' } });
  const reply = await post(gateway.transport(ALICE), '/chat/completions', { model: 'auto', messages });
  expect(reply).toMatchObject({ status: 200, json: { choices: [{ message: { content: 'Guten Tag' } }] } });
  expect(seen).toEqual(['/responses']);
});

test('what an upstream does not offer is not asked of it', async () => {
  const asked: string[] = [];
  const service: Transport = async (request) => {
    asked.push(request.path);
    return json(200, { object: 'list', data: [] })(request);
  };
  const gateway = createGateway({
    upstreams: { eu: createClient({ provider: eugpt, transport: service }) },
    models: { '*': 'eu' },
  });
  const transport = gateway.transport(ALICE);
  expect((await post(transport, '/embeddings', { model: 'e', input: 'a' })).json.error).toMatchObject({
    code: 'unsupported',
  });
  expect((await post(transport, '/batches', { endpoint: '/v1/responses' })).json.error).toMatchObject({
    code: 'unsupported',
  });
  expect((await get(transport, '/models')).json.data).toEqual([]);
  expect(asked).toEqual([]);
});

test('an alias asks for its own name upstream, and a moderation needs to name none', async () => {
  const bodies: unknown[] = [];
  const service: Transport = async (request) => {
    bodies.push(request.body);
    return json(200, request.path === '/moderations' ? { results: [] } : answer)(request);
  };
  const client = createClient({ provider: openai, transport: service });
  const gateway = createGateway({
    upstreams: { main: client },
    models: { fast: { upstream: 'main', model: 'gpt-4o-mini' }, 'omni-*': 'main' },
  });
  const transport = gateway.transport(ALICE);
  await post(transport, '/chat/completions', { model: 'fast', messages });
  await post(transport, '/moderations', { input: 'a' });
  expect(bodies).toEqual([{ model: 'gpt-4o-mini', messages }, { input: 'a' }]);
  expect((await get(transport, '/models/fast')).json).toMatchObject({ id: 'fast', owned_by: 'main' });
  expect((await post(transport, '/chat/completions', { model: 'gpt-4o-mini', messages })).status).toBe(404);
  expect((await post(transport, '/chat/completions', { messages })).json.error).toMatchObject({ param: 'model' });
});

test('an error event in the middle of a stream reaches the caller, and the stream does not end well', async () => {
  const piece = ServerEvent.of({ choices: [{ index: 0, delta: { content: 'half' }, finish_reason: null }] });
  const broken = ServerEvent.of({ error: { message: 'overloaded', type: 'server_error', param: null, code: null } });
  const service: Transport = async () => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: EventStream.from([{ events: [piece] }, { events: [broken] }]),
  });
  const gateway = createGateway({ upstreams: { main: service }, models: { '*': 'main' } });
  const client = createClient({ provider: openai, transport: gateway.transport(ALICE), maxRetries: 0 });
  const stream = await client.chat.completions.create({ model: 'm', messages: messages as never, stream: true });
  await expect(stream.final()).rejects.toMatchObject({ partial: { content: 'half' } });
  expect(gateway.metrics()).toContain('ending="failed"');
});

test.each([
  ['upstreams', { upstreams: {}, models: { '*': 'a' } }],
  ['upstreams.a', { upstreams: { a: {} }, models: { '*': 'a' } }],
  ['models', { upstreams: { a: json(200, {}) }, models: {} }],
  ['models.x', { upstreams: { a: json(200, {}) }, models: { x: 'b' } }],
  ['resources', { upstreams: { a: json(200, {}) }, models: { x: 'a' }, resources: 'b' }],
  ['secret', { upstreams: { a: json(200, {}) }, models: { x: 'a' }, secret: new Uint8Array(8) }],
  [
    'limits.tokensPerDay',
    { upstreams: { a: json(200, {}) }, models: { x: 'a' }, limits: { project: { tokensPerDay: -1 } } },
  ],
  [
    'limits.requestsPerMinute',
    { upstreams: { a: json(200, {}) }, models: { x: 'a' }, limits: { token: { requestsPerMinute: '9' } } },
  ],
])('a gateway with a bad option is refused by name: %s', (param, options) => {
  expect(() => createGateway(options as never)).toThrow(expect.objectContaining({ code: 'configuration', param }));
});
