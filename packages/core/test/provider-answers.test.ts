import type { Provider } from '@colloquy/core';
import { anvilgpt, eugpt, jrc, ollama, openai, openWebUI, vllm } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { ASK, ASK_STREAM, failure } from './faults/harness.ts';
import { fixture, replay, story } from './replay.ts';

const json =
  (name: string, status = 200) =>
  () => ({ status, body: fixture(`${name}.json`) });

describe('a service’s own words for an error', () => {
  test.each([
    ['openai-unknown-model', openai, 404, 'not_found', 'There is no model `none` for this key.', 'model_not_found'],
    ['jrc-quota-spent', jrc, 429, 'quota', 'The project has used its tokens for today.', 'insufficient_quota'],
    ['eugpt-no-input', eugpt, 400, 'invalid_request', 'Give an input.', null],
    ['eugpt-foreign-project', eugpt, 403, 'permission', 'This project belongs to somebody else.', 'project_forbidden'],
    ['eugpt-bad-model', eugpt, 400, 'invalid_request', 'There is no model none.', 'unknown_model'],
    ['anvilgpt-unknown-model', anvilgpt, 400, 'invalid_request', 'Model not found', null],
    ['anvilgpt-invalid', anvilgpt, 422, 'invalid_request', 'body.messages: Field required', null],
    ['ollama-unknown-model', ollama, 404, 'not_found', 'there is no model "none" here, try pulling it first', null],
    ['vllm-unknown-model', vllm, 404, 'not_found', 'There is no model `none`.', '404'],
    ['vllm-unknown-model-flat', vllm, 404, 'not_found', 'There is no model `none`.', '404'],
  ] as const)('%s', async (name, provider, status, code, said, apiCode) => {
    const { client, asked } = await replay(provider, json(name, status), { maxRetries: 2 });
    for (const ask of [ASK, ASK_STREAM]) {
      const error = await failure(() => client.chat.completions.create(ask));
      expect(error).toMatchObject({ code, status, apiCode, retryable: false, attempts: 1, provider: provider.name });
      expect(error.message).toBe(`${provider.label} answered ${status}: ${said}`);
      expect(error).toHaveProperty('body', JSON.parse(fixture(`${name}.json`)));
    }
    expect(asked).toHaveLength(2);
  });

  test('a plain text page is quoted', async () => {
    const { client } = await replay(eugpt, () => ({ status: 503, type: 'text/plain', body: 'upstream connect error' }));
    expect(await failure(() => client.responses.create({ model: 'auto', input: 'Hi' }))).toMatchObject({
      code: 'server',
      retryable: true,
      body: 'upstream connect error',
    });
  });

  test('an error event of EU GPT, after some text, is that error with the text, through chat and responses', async () => {
    const { client } = await replay(eugpt, story('eugpt-response-error'));
    const wanted = { code: 'server', apiCode: 'internal_error', partial: { role: 'assistant', content: 'The Rhine ' } };
    const chat = await client.chat.completions.create(ASK_STREAM);
    expect(await failure(() => chat.final())).toMatchObject(wanted);
    const responses = await client.responses.create({ model: 'auto', input: 'Hi', stream: true });
    expect(await failure(() => responses.final())).toMatchObject(wanted);
  });
});

describe('a page with status 200, where an answer was expected,', () => {
  const shell = () => ({ type: 'text/html', body: fixture('anvilgpt-app-shell.html') });

  test.each([
    ['models', (client: Parameters<typeof ask>[0]) => client.models.list()],
    ['chat', (client: Parameters<typeof ask>[0]) => client.chat.completions.create(ASK)],
    ['a chat stream', (client: Parameters<typeof ask>[0]) => client.chat.completions.create(ASK_STREAM)],
    ['responses', (client: Parameters<typeof ask>[0]) => client.responses.create({ model: 'm', input: 'Hi' })],
    ['embeddings', (client: Parameters<typeof ask>[0]) => client.embeddings.create({ model: 'm', input: 'Hi' })],
    ['a file', (client: Parameters<typeof ask>[0]) => client.files.retrieve('x')],
  ])('is `content_type` and points at the base path: %s', async (_, call) => {
    const { client } = await replay(anvilgpt, shell);
    const error = await failure(() => ask(client, call));
    expect(error.code).toBe('content_type');
    expect(error.message).toContain('baseURL');
    expect(error.message).not.toContain('<');
  });

  async function ask(client: Awaited<ReturnType<typeof replay>>['client'], call: (one: typeof client) => unknown) {
    return call(client);
  }
});

describe('an answer of JSON that is none,', () => {
  test.each([
    ['an error in FastAPI’s words', { detail: 'Model not found' }, 'Model not found'],
    ['an error in OpenAI’s words', { error: { message: 'broke', type: 'server_error' } }, 'broke'],
    ['something else', { status: true, task_ids: ['x'] }, 'choices'],
    ['an empty object', {}, 'choices'],
  ])('is an error and no empty answer: %s', async (_, body, said) => {
    for (const provider of [openai, anvilgpt, vllm]) {
      const { client } = await replay(provider, () => ({ body: JSON.stringify(body) }));
      expect((await failure(() => client.chat.completions.create(ASK))).message).toContain(said);
    }
  });

  test.each([{ detail: 'x' }, {}])('is an error through responses too: %j', async (body) => {
    for (const provider of [openai, eugpt]) {
      const { client } = await replay(provider, () => ({ body: JSON.stringify(body) }));
      await failure(() => client.responses.create({ model: 'auto', input: 'Hi' }));
    }
  });
});

describe('an answer in the form that was not asked for', () => {
  const other = (name: string) => () => ({ type: 'text/event-stream', body: fixture(`${name}.chunks.txt`) });
  const whole = (name: string) => () => ({ body: fixture(`${name}.json`) });

  test.each([
    [openai, 'openai-chat-text', 'openai-response-text'],
    [anvilgpt, 'anvilgpt-chat-text-2025', undefined],
    [anvilgpt, 'anvilgpt-chat-text-2026', undefined],
    [eugpt, undefined, 'eugpt-response-text'],
    [eugpt, undefined, 'eugpt-response-server-tools'],
    [eugpt, undefined, 'eugpt-response-text-at-end'],
  ] as const)('is the same answer: $name %s %s', async (provider: Provider, chat, responses) => {
    const { client: streams } = await replay(provider, other(chat ?? responses ?? ''));
    expect((await streams.chat.completions.create(ASK)).choices[0]?.message.content).toBe('The Rhine flows past Köln.');
    const { client: answers } = await replay(provider, whole(chat ?? responses ?? ''));
    const stream = await answers.chat.completions.create(ASK_STREAM);
    expect((await stream.final()).choices[0]?.message.content).toBe('The Rhine flows past Köln.');
    if (responses === undefined) return;
    const { client: more } = await replay(provider, ({ body }) => (body['stream'] ? whole : other)(responses)());
    expect((await more.responses.create({ model: 'auto', input: 'Hi' })).output_text).toBe(
      'The Rhine flows past Köln.',
    );
    const events = await more.responses.create({ model: 'auto', input: 'Hi', stream: true });
    expect((await events.final()).output_text).toBe('The Rhine flows past Köln.');
  });

  test.each([
    ['openai-chat-text', openai, 4],
    ['anvilgpt-chat-text-2025', anvilgpt, 2],
    ['eugpt-response-text', eugpt, 4],
  ] as const)('that was cut short is `truncated` and no half answer: %s', async (name, provider, frames) => {
    const cut = `${fixture(`${name}.chunks.txt`).split('\n\n').slice(0, frames).join('\n\n')}\n\n`;
    const { client, asked } = await replay(provider, () => ({ type: 'text/event-stream', body: cut }), {
      maxRetries: 1,
    });
    expect(await failure(() => client.chat.completions.create(ASK))).toMatchObject({ code: 'truncated', attempts: 2 });
    expect(asked).toHaveLength(2);
  });

  test('that is no JSON inside is `parse`', async () => {
    const { client } = await replay(openai, () => ({ type: 'text/event-stream', body: 'data: {"id":\n\n' }));
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('parse');
  });
});

describe('models', () => {
  test.each([
    ['openai-models', openai, '/v1/models', ['gpt-4o-mini', 'ft:gpt-4o-mini-2024-07-18:org:suffix:Ab12Cd34']],
    ['jrc-models', jrc, '/v1/models', ['gpt-35-turbo-0613']],
    ['anvilgpt-models', anvilgpt, '/api/models', ['llama3.1:latest', 'arena']],
    ['ollama-models', ollama, '/v1/models', ['llama3.1:latest']],
    ['ollama-no-models', ollama, '/v1/models', []],
    ['vllm-models', vllm, '/v1/models', ['openai/gpt-oss-120b']],
  ] as const)('%s', async (name, provider, path, ids) => {
    const { client, asked } = await replay(provider, json(name));
    const page = await client.models.list();
    expect(page.object).toBe('list');
    expect(page.data.map(({ id }) => id)).toEqual(ids);
    for (const model of page.data) {
      expect(model).toMatchObject({ object: 'model', created: expect.any(Number), owned_by: expect.any(String) });
    }
    expect(asked[0]).toMatchObject({ method: 'GET', path });
  });

  test('one model of an Open WebUI is found in its list, which is all it tells', async () => {
    const { client, asked } = await replay(anvilgpt, json('anvilgpt-models'));
    expect(await client.models.retrieve('arena')).toEqual({
      id: 'arena',
      object: 'model',
      created: 1_750_000_000,
      owned_by: 'arena',
    });
    expect(await failure(() => client.models.retrieve('none'))).toMatchObject({ code: 'not_found', param: 'model' });
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/api/models']));
  });

  test('a list that is none is `parse`', async () => {
    const { client } = await replay(anvilgpt, () => ({ body: '{"models":[]}' }));
    expect((await failure(() => client.models.list())).code).toBe('parse');
  });
});

describe('what is particular to a service', () => {
  test('the sources of an Open WebUI come with the first chunk', async () => {
    const { client } = await replay(anvilgpt, story('anvilgpt-chat-text-2026'));
    const stream = await client.chat.completions.create(ASK_STREAM);
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]).toMatchObject({ sources: [{ source: { name: 'rhine.pdf' } }], choices: [{ index: 0 }] });
    expect(chunks[1]).not.toHaveProperty('sources');
  });

  test('a tool that EU GPT ran itself is an item of the response that nobody runs again', async () => {
    const { client } = await replay(eugpt, story('eugpt-response-server-tools'));
    const whole = await client.responses.create({ model: 'auto', input: 'Hi' });
    const stream = await client.responses.create({ model: 'auto', input: 'Hi', stream: true });
    for (const { output } of [whole, await stream.final()]) {
      expect(output.map(({ type }) => type)).toEqual(['mcp_call', 'message']);
      expect(output[0]).toMatchObject({ name: 'web_search', output: '3 pages', status: 'completed' });
    }
  });

  test.each([
    ['tools', { tools: [{ type: 'function', name: 'f', parameters: {}, strict: false }] }],
    ['temperature', { temperature: 0.5 }],
    ['previous_response_id', { previous_response_id: 'resp_1' }],
    ['input[0].content[0]', { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'x' }] }] }],
  ])('what EU GPT would drop without a word is refused: %s', async (param, fields) => {
    const { client, asked } = await replay(eugpt, story('eugpt-response-text'));
    const body = { model: 'auto', input: 'Hi', ...fields } as Parameters<typeof client.responses.create>[0];
    expect(await failure(() => client.responses.create(body))).toMatchObject({ code: 'unsupported', param });
    expect(asked).toHaveLength(0);
  });

  test.each([
    [ollama, 'n', { n: 2 }],
    [ollama, 'logit_bias', { logit_bias: { 1: 1 } }],
    [anvilgpt, 'chat_id', { chat_id: 'x' }],
    [openWebUI, 'session_id', { session_id: 'x' }],
  ] as const)('what $name drops without a word is refused: %s', async (provider, param, fields) => {
    const { client, asked } = await replay(provider, () => ({ body: '{}' }));
    const error = await failure(() => client.chat.completions.create({ ...ASK, ...fields }));
    expect(error).toMatchObject({ code: 'unsupported', param });
    expect(asked).toHaveLength(0);
  });

  test.each([
    [openai, { max_completion_tokens: 9 }, { max_completion_tokens: 9 }],
    [openai, { max_tokens: 9 }, { max_tokens: 9 }],
    [jrc, { max_completion_tokens: 9 }, { max_tokens: 9 }],
    [ollama, { max_completion_tokens: 9, max_tokens: 8 }, { max_tokens: 8 }],
    [anvilgpt, {}, {}],
  ] as const)('the bound on the answer goes by the name $name knows: %j', async (provider, given, sent) => {
    const { client, asked } = await replay(provider, json('openai-chat-text'));
    await client.chat.completions.create({ ...ASK, ...given });
    const { max_tokens, max_completion_tokens } = asked[0]?.body ?? {};
    expect(JSON.parse(JSON.stringify({ max_tokens, max_completion_tokens }))).toEqual(sent);
  });

  test('an Open WebUI is not asked for usage in streams, which it always sends', async () => {
    const { client, asked } = await replay(anvilgpt, story('anvilgpt-chat-text-2025'));
    const stream = await client.chat.completions.create({ ...ASK_STREAM, stream_options: { include_usage: true } });
    expect((await stream.final()).usage).toMatchObject({ total_tokens: 19, 'response_token/s': 180.38 });
    expect(asked[0]?.body).not.toHaveProperty('stream_options');
  });

  test('a file of an Open WebUI is one of OpenAI’s', async () => {
    const { client, asked } = await replay(anvilgpt, ({ method, path }) => {
      if (method === 'DELETE') return { body: '{"message":"gone"}' };
      return {
        body:
          path === '/api/v1/files/' && method === 'GET'
            ? `[${fixture('anvilgpt-file.json')}]`
            : fixture('anvilgpt-file.json'),
      };
    });
    const file = {
      id: '00000000-0000-4000-8000-000000000005',
      object: 'file',
      bytes: 21,
      created_at: 1_750_000_000,
      filename: 'rhine.txt',
      purpose: 'user_data',
      status: 'processed',
    };
    expect(
      await client.files.create({ file: new File(['The Rhine flows past.'], 'rhine.txt'), purpose: 'user_data' }),
    ).toEqual(file);
    expect(await client.files.retrieve(file.id)).toEqual(file);
    expect((await client.files.list()).data).toEqual([file]);
    expect(await client.files.delete(file.id)).toEqual({ id: file.id, object: 'file', deleted: true });
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v1/files/',
      `GET /api/v1/files/${file.id}`,
      'GET /api/v1/files/',
      `DELETE /api/v1/files/${file.id}`,
    ]);
  });
});
