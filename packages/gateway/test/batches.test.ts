import type { Transport } from '@colloquy/core';
import { createGateway, type GatewayOptions } from '@colloquy/gateway';
import { describe, expect, test } from 'vitest';
import { ALICE, BOB, messages, post, type Read, setup } from './call.ts';
import { recordUpstream } from './record-upstream.ts';

const model = 'gpt-4o';
const url = '/v1/responses';

const line = (body: object, more: object = {}): string =>
  JSON.stringify({ custom_id: 'a', method: 'POST', url, body: { model, input: 'hi', ...body }, ...more });

async function batch(who: Transport, ...lines: string[]): Promise<Read> {
  const type = { 'content-type': 'multipart/form-data; boundary=x' };
  const file = await post(who, '/files', Buffer.from(lines.join('\n')), type);
  return post(who, '/batches', { input_file_id: file.json.id, endpoint: url, completion_window: '24h' });
}

const open = (options: Partial<GatewayOptions> = {}) => setup(recordUpstream(), options);

/** A fine-tuned model of a project's. */
async function tuned(who: Transport): Promise<string> {
  const type = { 'content-type': 'multipart/form-data; boundary=x' };
  const { json } = await post(who, '/files', Buffer.from('form'), type);
  const job = await post(who, '/fine_tuning/jobs', { model, training_file: json.id });
  return job.json.fine_tuned_model as string;
}

describe('what a batch’s input file names', () => {
  const named: Record<string, (alice: Transport) => Promise<[foreign: string, unknown: string]>> = {
    'a fine-tuned model': async (alice) => [line({ model: await tuned(alice) }), line({ model: 'ft:gpt-4o:org::x' })],
    'a checkpoint of a fine-tuned model': async (alice) => [
      line({ model: `${await tuned(alice)}:ckpt-step-9` }),
      line({ model: 'ft:gpt-4o:org::x:ckpt-step-9' }),
    ],
    'the response before': async (alice) => {
      const { json } = await post(alice, '/responses', { model, input: 'hi' });
      return [line({ previous_response_id: json.id }), line({ previous_response_id: 'resp-0' })];
    },
    'a conversation': async (alice) => {
      const { json } = await post(alice, '/conversations', {});
      return [line({ conversation: json.id }), line({ conversation: 'conv-0' })];
    },
    'a file in an input': async (alice) => {
      const type = { 'content-type': 'multipart/form-data; boundary=x' };
      const { json } = await post(alice, '/files', Buffer.from('form'), type);
      const input = (id: unknown) => [{ role: 'user', content: [{ type: 'input_file', file_id: id }] }];
      return [line({ input: input(json.id) }), line({ input: input('file-0') })];
    },
  };

  test.each(Object.keys(named))('%s has to be the caller’s own, in every line', async (name) => {
    const { alice, bob, upstream } = await open();
    const [foreign, unknown] = await (named[name] as (typeof named)[string])(alice);
    const told = (reply: Read) => ({ status: reply.status, error: reply.json.error });
    const refused = told(await batch(bob, line({}), foreign));
    const ids = /ft:[\w:-]+|(?:resp|conv|file)-\d+/g;
    const shown = (reply: object): string => JSON.stringify(reply).replace(ids, 'ID');
    expect(shown(refused)).toBe(shown(told(await batch(bob, line({}), unknown))));
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.error?.message).toContain('Line 2 of the input file');
    expect(upstream.seen.filter(({ method, path }) => method === 'POST' && path === '/batches')).toEqual([]);
    expect(await batch(alice, line({}), foreign)).toMatchObject({ status: 200 });
  });

  test('may not hide inside another line, behind what some readers take for its end', async () => {
    const { alice, bob } = await open();
    const foreign = line({ model: await tuned(alice) });
    const hidden = line({}, { note: 'NOTE' }).replace('"NOTE"', `\r${foreign}\r`);
    expect(JSON.parse(hidden)).toMatchObject({ body: { model } });
    expect((await batch(bob, hidden)).status).toBe(400);
    expect((await batch(bob, `${line({})}\r`, line({ input: 'a\u2028b' }))).status).toBe(200);
  });
});

describe('a line of a batch', () => {
  test.each<[string, string, number]>([
    ['is no JSON', '{"custom_id":', 400],
    ['has no body', JSON.stringify({ custom_id: 'a', method: 'POST', url }), 400],
    ['asks for another path', line({}, { url: '/v1/files' }), 400],
    ['asks for the address of somebody else', line({}, { url: 'https://elsewhere.example/v1/responses' }), 400],
    ['names no model', line({ model: undefined }), 400],
    ['names a model that is not served', line({ model: 'gpt-3' }), 404],
    ['names a model by an alias of the gateway', line({ model: 'fast' }), 404],
    ['asks for no number of tokens', line({ max_output_tokens: -1 }), 400],
    ['refers to a stored item', line({ input: [{ type: 'item_reference', id: 'msg_1' }] }), 404],
  ])('that %s is refused, and no batch is made', async (_, wrong, status) => {
    const { alice, upstream, gateway } = await open({
      models: { 'gpt-4*': 'main', fast: { upstream: 'main', model: 'gpt-4o' } },
    });
    const refused = await batch(alice, line({}), wrong);
    expect(refused).toMatchObject({ status, json: { error: { message: expect.stringMatching(/^Line 2 /) } } });
    expect(upstream.seen.filter(({ method, path }) => method === 'POST' && path === '/batches')).toEqual([]);
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(0);
  });

  test('is held to the models of the token', async () => {
    const { gateway } = await open();
    const narrow = gateway.transport({ ...ALICE, models: ['gpt-4o'] });
    expect((await batch(narrow, line({}))).status).toBe(200);
    expect((await batch(narrow, line({ model: 'gpt-4o-mini' }))).status).toBe(404);
  });
});

describe('the quota', () => {
  test('is charged what all lines of a batch may use, when it is made', async () => {
    const { gateway, alice } = await open({ limits: { project: { tokensPerDay: 250 }, token: { concurrent: 1 } } });
    const lines = [line({ max_output_tokens: 99 }), '', line({ max_output_tokens: 99 })];
    expect((await batch(alice, ...lines)).status).toBe(200);
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(200);
    const refused = await batch(alice, ...lines);
    expect(refused).toMatchObject({ status: 429, json: { error: { code: 'insufficient_quota' } } });
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(200);
    expect((await gateway.quota(ALICE)).concurrent?.used).toBe(0);
  });

  test('is given back where no batch comes of it', async () => {
    const { gateway, alice, upstream } = await open();
    const record = upstream.behave;
    upstream.behave = (request, response, socket) => {
      if (request.path !== '/batches') return record(request, response, socket);
      response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"no"}}');
    };
    expect((await batch(alice, line({}))).status).toBe(400);
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(0);
  });
});

test('fifty thousand lines that come in one piece are read while others are served', async () => {
  const input = Buffer.from(Array<string>(50_000).fill(line({})).join('\n'));
  const asked: string[] = [];
  const service: Transport = async ({ method, path }) => {
    asked.push(path);
    const json = { id: `${method}-${path}`.replace(/\W/g, ''), choices: [], usage: { total_tokens: 1 } };
    const body = path.endsWith('/content') ? input : Buffer.from(JSON.stringify(json));
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  };
  const gateway = createGateway({
    upstreams: { main: service },
    models: { '*': 'main' },
    limits: { project: {} },
  });
  const making = batch(gateway.transport(ALICE), line({}));
  while (!asked.includes('/batches')) {
    await post(gateway.transport(BOB), '/chat/completions', { model, messages });
    await new Promise(setImmediate);
  }
  expect((await making).status).toBe(200);
  const meanwhile = asked.slice(
    asked.findIndex((path) => path.endsWith('/content')),
    asked.indexOf('/batches'),
  );
  expect(meanwhile.length).toBeGreaterThan(20);
});
