import type { Transport, WireReply } from '@colloquy/core';
import { collect } from '@colloquy/core';
import type { Gateway, ResourceKind } from '@colloquy/gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { ROUTES } from '../src/routes/route-table.ts';
import { get, messages, post, readStream, setup } from './call.ts';
import { recordUpstream } from './record-upstream.ts';
import type { UpstreamServer } from './upstream-server.ts';

const model = 'gpt-4o';
let gateway: Gateway;
let upstream: UpstreamServer;
let alice: Transport;
let bob: Transport;

beforeEach(async () => {
  ({ gateway, upstream, alice, bob } = await setup(recordUpstream()));
});

const id = async (reply: Promise<{ json: Record<string, unknown> }>): Promise<string> =>
  (await reply).json.id as string;
const LINE = { custom_id: 'a', method: 'POST', url: '/v1/responses', body: { model, input: 'hi' } };
const file = (who: Transport): Promise<string> =>
  id(
    post(who, '/files', Buffer.from(`form\n${JSON.stringify(LINE)}\n`), {
      'content-type': 'multipart/form-data; boundary=x',
    }),
  );

/** How a project comes to own a thing of each kind. */
const MAKE: Record<ResourceKind, (who: Transport) => Promise<string>> = {
  file,
  job: async (who) => id(post(who, '/fine_tuning/jobs', { model, training_file: await file(who) })),
  model: async (who) =>
    (await post(who, '/fine_tuning/jobs', { model, training_file: await file(who) })).json.fine_tuned_model as string,
  response: (who) => id(post(who, '/responses', { model, input: 'hi' })),
  completion: (who) => id(post(who, '/chat/completions', { model, messages, store: true })),
  upload: (who) => id(post(who, '/uploads', { filename: 'a', purpose: 'batch', bytes: 1, mime_type: 'a/b' })),
  batch: async (who) =>
    id(
      post(who, '/batches', {
        input_file_id: await file(who),
        endpoint: '/v1/responses',
        completion_window: '24h',
      }),
    ),
  conversation: (who) => id(post(who, '/conversations', {})),
};

const UNKNOWN = 'unknown-0';

/** A reply as it looks to its caller, with the id taken out. */
async function look(who: Transport, method: string, path: string, thing: string): Promise<object> {
  const body = method === 'POST' ? (path.endsWith('/parts') ? Buffer.from('form') : { metadata: {} }) : undefined;
  const reply: WireReply = await who({
    method,
    path: path.replace(':id', encodeURIComponent(thing)).replace(':id', 'part-1'),
    headers: {},
    ...(body === undefined ? {} : { body }),
  });
  const text = new TextDecoder().decode(await collect(reply.body));
  const headers = Object.keys(reply.headers).sort();
  return {
    status: reply.status,
    headers,
    text: text.replaceAll(thing, 'ID').replaceAll(encodeURIComponent(thing), 'ID'),
  };
}

/** Routes that lead to nothing of anybody's: each of them is looked at below. */
const NOBODYS = ['GET /models', 'GET /models/:id', 'GET /quota'];

test('S25: every route is one of whose things, of new things, or of nobody’s: none is left out here', () => {
  const said = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
  const left = ROUTES.filter(({ path, kind, needs, lists, creates, method }) => {
    if (path.includes(':id')) return needs === undefined;
    if (kind === 'list') return lists === undefined;
    // What is made anew is its maker's; what only answers keeps nothing.
    return !(method === 'POST' && (creates !== undefined || kind === 'generate' || path.includes('/graders/')));
  }).map(said);
  expect(left.sort()).toEqual(NOBODYS);
  for (const { creates } of ROUTES) if (creates !== undefined) expect(MAKE).toHaveProperty(creates);
  expect(new Set(ROUTES.map(said)).size).toBe(ROUTES.length);
});

describe.each(ROUTES.filter(({ needs }) => needs !== undefined))(
  'S25: $method $path',
  ({ method, path, needs, removes }) => {
    test('answers its owner, and to everybody else what it answers for an unknown id', async () => {
      const thing = await (MAKE[needs as ResourceKind] as (who: Transport) => Promise<string>)(alice);
      const calls = upstream.seen.length;
      const foreign = await look(bob, method, path, thing);
      expect(foreign).toEqual(await look(bob, method, path, needs === 'model' ? 'ft:unknown' : UNKNOWN));
      expect(foreign).toMatchObject({ status: 404 });
      expect(upstream.seen).toHaveLength(calls);
      expect(await look(alice, method, path, thing)).toMatchObject({ status: 200 });
      if (removes) expect(await look(alice, method, path, thing)).toMatchObject({ status: 404 });
    });

    test('takes no id that is a path', async () => {
      const calls = upstream.seen.length;
      for (const trick of ['..%2f..%2fmodels', '..', '%00', 'a%0d%0ab', '%ff', 'x'.repeat(300), '%E2%80%AE']) {
        const reply = await bob({
          method,
          path: path.replace(':id', trick).replace(':id', 'part-1'),
          headers: {},
          ...(method === 'POST' ? { body: {} } : {}),
        });
        expect(reply.status).toBe(404);
      }
      expect(upstream.seen).toHaveLength(calls);
    });
  },
);

describe.each(ROUTES.filter(({ lists }) => lists !== undefined))('GET $path', ({ path, lists }) => {
  test('lists what is the caller’s own, page by page, and nothing else', async () => {
    const own: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      own.push(await MAKE[lists as ResourceKind](alice));
      await MAKE[lists as ResourceKind](bob);
    }
    const { json } = await get(alice, path);
    const ids = (json.data as { id: string }[]).map((thing) => thing.id);
    expect(ids).toEqual(expect.arrayContaining(own));
    expect(json.has_more).toBe(false);
    const theirs = ((await get(bob, path)).json.data as { id: string }[]).map((thing) => thing.id);
    expect(theirs.filter((thing) => ids.includes(thing))).toEqual([]);
    const page = await read(alice, path, { limit: 1, after: ids[0] as string });
    expect(page).toMatchObject({ data: [{ id: ids[1] }], has_more: ids.length > 2 });
    expect((await get(gateway.transport({ project: 'gamma', token: 't' }), path)).json.data).toEqual([]);
  });
});

async function read(who: Transport, path: string, query: Record<string, string | number>): Promise<unknown> {
  const { body } = await who({ method: 'GET', path, headers: {}, query });
  return JSON.parse(new TextDecoder().decode(await collect(body)));
}

describe('what a request names', () => {
  const named: Record<string, (thing: string) => [path: string, body: object, kind: ResourceKind]> = {
    'the training file of a job': (thing) => ['/fine_tuning/jobs', { model, training_file: thing }, 'file'],
    'the input file of a batch': (thing) => ['/batches', { input_file_id: thing, endpoint: '/v1/responses' }, 'file'],
    'the response before': (thing) => ['/responses', { model, input: 'hi', previous_response_id: thing }, 'response'],
    'a file in a message': (thing) => [
      '/chat/completions',
      { model, messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: thing } }] }] },
      'file',
    ],
    'a file in an input': (thing) => [
      '/responses',
      { model, input: [{ role: 'user', content: [{ type: 'input_file', file_id: thing }] }] },
      'file',
    ],
    'files of a tool': (thing) => [
      '/responses',
      { model, input: 'hi', tools: [{ type: 'code_interpreter', container: { file_ids: [thing] } }] },
      'file',
    ],
    'a fine-tuned model': (thing) => ['/chat/completions', { model: thing, messages }, 'model'],
    'a checkpoint of a fine-tuned model': (thing) => [
      '/chat/completions',
      { model: `${thing}:ckpt-step-5`, messages },
      'model',
    ],
    'a fine-tuned model that grades': (thing) => [
      '/fine_tuning/alpha/graders/run',
      { grader: { type: 'score_model', model: thing, input: [] }, model_sample: 'a' },
      'model',
    ],
    'a fine-tuned model that grades a job': (thing) => [
      '/fine_tuning/jobs',
      { model, method: { type: 'reinforcement', reinforcement: { grader: { type: 'score_model', model: thing } } } },
      'model',
    ],
    'the conversation before': (thing) => [
      '/responses',
      { model, input: 'hi', conversation: { id: thing } },
      'conversation',
    ],
    'a fine-tuned model to train further': (thing) => ['/fine_tuning/jobs', { model: thing }, 'model'],
  };

  test.each(Object.keys(named))('%s has to be the caller’s own', async (name) => {
    const of = named[name] as (thing: string) => [string, object, ResourceKind];
    const thing = await MAKE[of('')[2]](alice);
    const unknown = thing.startsWith('ft:') ? 'ft:unknown' : UNKNOWN;
    const [path, body] = of(thing);
    const calls = upstream.seen.length;
    const foreign = await post(bob, path, body);
    const missing = await post(bob, path, of(unknown)[1]);
    expect(foreign.status).toBeGreaterThanOrEqual(400);
    expect({ ...foreign, headers: {}, json: JSON.parse(JSON.stringify(foreign.json).replaceAll(thing, 'ID')) }).toEqual(
      {
        ...missing,
        headers: {},
        json: JSON.parse(JSON.stringify(missing.json).replaceAll(unknown, 'ID')),
      },
    );
    expect(upstream.seen).toHaveLength(calls);
    expect((await post(alice, path, body)).status).toBe(200);
  });

  test.each([
    { model, input: [{ type: 'item_reference', id: 'msg_1' }] },
    { model, input: 'hi', tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }] },
    { model, input: 'hi', tools: [{ type: 'code_interpreter', container: 'cntr_1' }] },
    { model, input: [{ type: 'code_interpreter_call', container_id: 'cntr_1' }] },
    { model, input: 'hi', prompt: { id: 'pmpt_1' } },
  ])('what nobody can be told to own is refused: %o', async (body) => {
    expect((await post(alice, '/responses', body)).status).toBe(404);
    expect(upstream.seen).toHaveLength(0);
  });

  test('a response that was streamed belongs to its caller from its first event on', async () => {
    const reply = await alice({
      method: 'POST',
      path: '/responses',
      headers: {},
      body: { model, input: 'hi', stream: true },
    });
    const { events } = await readStream(reply);
    const { id: thing } = (events.at(-1) as { response: { id: string } }).response;
    expect((await get(alice, `/responses/${thing}`)).status).toBe(200);
    expect((await get(bob, `/responses/${thing}`)).status).toBe(404);
  });

  test('a result file belongs to whose job it is', async () => {
    const job = await post(alice, '/fine_tuning/jobs', { model, training_file: await file(alice) });
    const [result] = job.json.result_files as [string];
    expect((await get(alice, `/files/${result}`)).status).toBe(200);
    expect((await get(bob, `/files/${result}`)).status).toBe(404);
  });
});

test('the list of models holds what the caller may ask for: the routed ones and its own fine-tuned ones', async () => {
  const own = await MAKE.model(alice);
  const list = async (who: Transport) =>
    ((await get(who, '/models')).json.data as { id: string }[]).map((one) => one.id);
  expect(await list(alice)).toEqual(['gpt-4o', own]);
  expect(await list(bob)).toEqual(['gpt-4o']);
  expect((await get(alice, `/models/${encodeURIComponent(own)}`)).json).toMatchObject({ id: own, object: 'model' });
  expect((await get(bob, `/models/${encodeURIComponent(own)}`)).json.error).toMatchObject({ code: 'model_not_found' });
  const narrow = gateway.transport({ project: 'alpha', token: 't', models: ['gpt-3*'] });
  expect(await list(narrow)).toEqual([]);
  expect((await post(narrow, '/chat/completions', { model, messages })).json.error).toMatchObject({
    code: 'model_not_found',
  });
});

test('what a project has used is nobody else’s to see', async () => {
  await post(alice, '/chat/completions', { model, messages });
  expect((await get(alice, '/quota')).json).toMatchObject({ project: 'alpha', tokens_per_day: { used: 8 } });
  expect((await get(bob, '/quota')).json).toMatchObject({ project: 'beta', tokens_per_day: { used: 0 } });
});

test('S32: the same prompt of two projects is two requests', async () => {
  await post(alice, '/chat/completions', { model, messages });
  await post(bob, '/chat/completions', { model, messages });
  expect(upstream.seen).toHaveLength(2);
});

test('an unknown path is 404 and a known one with another method 405, in OpenAI’s shape', async () => {
  expect(await get(alice, '/images')).toMatchObject({
    status: 404,
    json: { error: { type: 'invalid_request_error' } },
  });
  expect(await get(alice, '/embeddings')).toMatchObject({
    status: 405,
    json: { error: { code: 'method_not_allowed' } },
  });
});
