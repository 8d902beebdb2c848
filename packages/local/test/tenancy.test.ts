import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIALECTS } from '../src/dialects/dialects.ts';
import { ask, datasetLines, type Json, type Served, serve } from './with-server.ts';

let served: Served;
let stranger: string;
/** An id of the owner's for each parameter of the routes. */
let owned: Record<string, string>;

beforeAll(async () => {
  served = await serve();
  stranger = (await served.local.tokens.create({ project: 'strangers' })).token;
  const file = await upload('fine-tune', 'train.jsonl', datasetLines());
  const batchLine = { custom_id: 'a', method: 'POST', url: '/v1/moderations', body: { input: 'x' } };
  const batchFile = await upload('batch', 'batch.jsonl', JSON.stringify(batchLine));
  const made = async (path: string, body: object): Promise<string> => (await ask(served, path, { body })).json().id;
  const messages = [{ role: 'user', content: 'Hello' }];
  const conversation = await made('/v1/conversations', { items: [{ role: 'user', content: 'Hello' }] });
  const items = (await ask(served, `/v1/conversations/${conversation}/items`)).json();
  owned = {
    chat: await made('/v1/chat/completions', { model: 'gpt-4o', messages, store: true }),
    responses: await made('/v1/responses', { model: 'gpt-4o', input: 'Hello', background: true }),
    conversations: conversation,
    item: items.data[0].id,
    files: file,
    uploads: await made('/v1/uploads', { filename: 'a', purpose: 'user_data', mime_type: 'text/plain', bytes: 3 }),
    fine_tuning: await made('/v1/fine_tuning/jobs', { model: 'gpt-4o-mini', training_file: file }),
    batches: await made('/v1/batches', {
      input_file_id: batchFile,
      endpoint: '/v1/moderations',
      completion_window: '24h',
    }),
  };
  const job = await finished(owned['fine_tuning'] as string);
  owned['models'] = job.fine_tuned_model;
}, 60_000);
afterAll(() => served.close());

async function upload(purpose: string, name: string, text: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  form.append('purpose', purpose);
  const headers = { authorization: `Bearer ${served.token}` };
  const response = await fetch(`${served.url}/v1/files`, { method: 'POST', headers, body: form });
  return ((await response.json()) as { id: string }).id;
}

async function finished(id: string): Promise<Json> {
  for (;;) {
    const job = (await ask(served, `/v1/fine_tuning/jobs/${id}`)).json();
    if (['succeeded', 'failed'].includes(job.status)) return job;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Routes that name a record, and the path with an id in its place. */
const routes = DIALECTS.openai.dialect.routes.filter(({ path }) => path.includes('{'));

const BODIES: Record<string, object> = {
  '/uploads/{id}/complete': { part_ids: ['part_x'] },
  '/conversations/{id}/items': { items: [] },
};

function send(method: string, path: string, id: string, token: string): ReturnType<typeof ask> {
  const target = path.replace(/\{(id|model)\}/, encodeURIComponent(id)).replace('{item}', owned['item'] as string);
  if (path === '/uploads/{id}/parts') return ask(served, `/v1${target}`, { method, token, body: 'x' });
  const takesBody = method === 'POST' && !/cancel|pause|resume/.test(path);
  const body = takesBody ? (BODIES[path] ?? { metadata: {} }) : undefined;
  return ask(served, `/v1${target}`, { method, token, ...(body ? { body } : {}) });
}

test('S25: every route answers a stranger about a record as it answers about one that does not exist', async () => {
  expect(routes.length).toBeGreaterThan(25);
  const unknown = 'nothing-of-that-name';
  for (const { method, path } of routes) {
    const id = owned[path.split('/')[1] as string] as string;
    const foreign = await send(method, path, id, stranger);
    const missing = await send(method, path, unknown, stranger);
    expect([foreign.status, `${method} ${path}`]).toEqual([404, `${method} ${path}`]);
    expect(foreign.text.replaceAll(id, '')).toBe(missing.text.replaceAll(unknown, ''));
  }
});

test('S25: lists show a stranger nothing', async () => {
  for (const path of ['/files', '/fine_tuning/jobs', '/batches', '/chat/completions']) {
    expect((await ask(served, `/v1${path}`)).json().data.length).toBeGreaterThan(0);
    expect((await ask(served, `/v1${path}`, { token: stranger })).json().data).toEqual([]);
  }
  const models = (await ask(served, '/v1/models', { token: stranger })).json().data;
  expect(models.map(({ id }: Json) => id)).not.toContain(owned['models']);
});

test('S25: a stranger cannot use what is not theirs inside a request', async () => {
  const messages = [{ role: 'user', content: 'Hello' }];
  const requests: [string, object, string][] = [
    ['/v1/chat/completions', { model: owned['models'], messages }, 'model_not_found'],
    [
      '/v1/responses',
      { model: 'gpt-4o', input: 'x', previous_response_id: owned['responses'] },
      'previous_response_not_found',
    ],
    ['/v1/fine_tuning/jobs', { model: 'gpt-4o', training_file: owned['files'] }, 'invalid_file'],
    ['/v1/fine_tuning/jobs', { model: owned['models'], training_file: owned['files'] }, 'model_not_found'],
  ];
  for (const [path, body, code] of requests) {
    expect((await ask(served, path, { body, token: stranger })).json().error.code).toBe(code);
  }
  const body = { model: 'gpt-4o', input: 'x', conversation: owned['conversations'] };
  expect((await ask(served, '/v1/responses', { body, token: stranger })).status).toBe(404);
});

test('after all that everything is still the owner\u2019s', async () => {
  for (const path of ['/files', '/conversations', '/responses', '/batches', '/models'] as const) {
    const id = encodeURIComponent(owned[path.slice(1)] as string);
    expect((await ask(served, `/v1${path}/${id}`)).status).toBe(200);
  }
});
