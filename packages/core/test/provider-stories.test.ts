import type { Client, Provider } from '@colloquy/core';
import { anvilgpt, eugpt, jrc, ollama, openai, vllm } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { replay, story } from './replay.ts';

interface Story {
  readonly provider: Provider;
  /** The fixture of each API that the service has itself. */
  readonly chat?: string;
  readonly responses?: string;
  readonly model: string;
  readonly kind: 'text' | 'tools';
  readonly reasoning?: string;
  readonly usage: boolean;
}

const STORIES: readonly Story[] = [
  {
    provider: openai,
    chat: 'openai-chat-text',
    responses: 'openai-response-text',
    model: 'gpt-4o-mini',
    kind: 'text',
    usage: true,
  },
  {
    provider: openai,
    chat: 'openai-chat-tools',
    responses: 'openai-response-tools',
    model: 'gpt-4o-mini',
    kind: 'tools',
    usage: true,
  },
  { provider: jrc, chat: 'jrc-chat-text', model: 'gpt-35-turbo-0613', kind: 'text', usage: true },
  { provider: eugpt, responses: 'eugpt-response-text', model: 'auto', kind: 'text', usage: false },
  { provider: eugpt, responses: 'eugpt-response-server-tools', model: 'auto', kind: 'text', usage: false },
  { provider: eugpt, responses: 'eugpt-response-text-at-end', model: 'auto', kind: 'text', usage: false },
  { provider: anvilgpt, chat: 'anvilgpt-chat-text-2025', model: 'llama3.1:latest', kind: 'text', usage: true },
  { provider: anvilgpt, chat: 'anvilgpt-chat-text-2026', model: 'llama3.1:latest', kind: 'text', usage: true },
  { provider: anvilgpt, chat: 'anvilgpt-chat-tools', model: 'llama3.1:latest', kind: 'tools', usage: true },
  {
    provider: ollama,
    chat: 'ollama-chat-text',
    responses: 'ollama-response-text',
    model: 'llama3.1:latest',
    kind: 'text',
    usage: true,
  },
  {
    provider: ollama,
    chat: 'ollama-chat-tools',
    responses: 'ollama-response-tools',
    model: 'llama3.1:latest',
    kind: 'tools',
    usage: true,
  },
  {
    provider: vllm,
    chat: 'vllm-chat-tools',
    responses: 'vllm-response-tools',
    model: 'openai/gpt-oss-120b',
    kind: 'tools',
    usage: true,
  },
  // Reasoning has no twin among the Responses fixtures.
  {
    provider: ollama,
    chat: 'ollama-chat-reasoning',
    model: 'gpt-oss:20b',
    kind: 'text',
    reasoning: 'Which river is it?',
    usage: true,
  },
  {
    provider: vllm,
    chat: 'vllm-chat-text',
    responses: 'vllm-response-text',
    model: 'openai/gpt-oss-120b',
    kind: 'text',
    reasoning: 'Which river is it?',
    usage: true,
  },
];

const TEXT = 'The Rhine flows past Köln.';
const CALLS = [
  ['call_a1', 'get_weather', '{"city":"Köln"}'],
  ['call_b2', 'get_time', '{"zone":"CET"}'],
];
const TOOLS = CALLS.map(([, name = '']) => ({ name, parameters: { type: 'object', properties: {} } }));
const USAGE = { prompt_tokens: 12, completion_tokens: 7, total_tokens: 19 };
const RESPONSE_USAGE = { input_tokens: 12, output_tokens: 7, total_tokens: 19 };

const named = ({ chat, responses }: Story) => chat ?? responses ?? '';
const table = STORIES.map((one) => [named(one), one] as const);

function serve({ provider, chat, responses }: Story, pieceBytes = 7) {
  return replay(
    provider,
    (asked) => story((asked.path.endsWith('/responses') ? responses : chat) ?? 'there-is-none')(asked),
    { pieceBytes },
  );
}

const chatBody = ({ model, kind, provider }: Story) => ({
  model,
  messages: [{ role: 'user' as const, content: 'Which river flows past Köln?' }],
  ...(kind === 'tools' ? { tools: TOOLS.map((fn) => ({ type: 'function' as const, function: fn })) } : {}),
  ...(provider.name === 'eugpt' ? {} : { max_tokens: 64 }),
});

const responsesBody = ({ model, kind }: Story) => ({
  model,
  input: 'Which river flows past Köln?',
  ...(kind === 'tools' ? { tools: TOOLS.map((fn) => ({ type: 'function' as const, strict: false, ...fn })) } : {}),
});

type Chat = Awaited<ReturnType<typeof completion>>;
const completion = (client: Client, body: ReturnType<typeof chatBody>) => client.chat.completions.create(body);

function checkCompletion(one: Story, answer: Chat) {
  const { id, object, created, choices, usage } = answer;
  const [choice] = choices;
  expect(id).toMatch(/\S/);
  expect(object).toBe('chat.completion');
  expect(created).toBe(1_750_000_000);
  expect(choices).toHaveLength(1);
  expect(choice).toMatchObject({
    index: 0,
    logprobs: null,
    finish_reason: one.kind === 'tools' ? 'tool_calls' : 'stop',
  });
  expect(choice?.message).toMatchObject({ role: 'assistant', refusal: null });
  expect(choice?.message.content || null).toBe(one.kind === 'tools' ? null : TEXT);
  expect(choice?.message.reasoning_content).toBe(one.reasoning);
  const calls = (choice?.message.tool_calls ?? []).map((call) =>
    call.type === 'function' ? [call.id, call.function.name, call.function.arguments] : call,
  );
  expect(calls).toEqual(one.kind === 'tools' ? CALLS : []);
  if (one.usage) expect(usage).toMatchObject(USAGE);
  else expect(answer).not.toHaveProperty('usage');
}

type Whole = Awaited<ReturnType<typeof response>>;
const response = (client: Client, body: ReturnType<typeof responsesBody>) => client.responses.create(body);

function checkResponse(one: Story, answer: Whole) {
  const { id, object, created_at, status, output, output_text, usage, error } = answer;
  expect(id).toMatch(/\S/);
  expect({ object, created_at, status, error }).toEqual({
    object: 'response',
    created_at: 1_750_000_000,
    status: 'completed',
    error: null,
  });
  expect(output_text).toBe(one.kind === 'tools' ? '' : TEXT);
  const ids = output.map((item) => ('id' in item ? item.id : undefined));
  for (const itemId of ids) expect(itemId).toMatch(/\S/);
  expect(new Set(ids).size).toBe(ids.length);
  const calls = output.filter((item) => item.type === 'function_call');
  expect(calls.map(({ call_id, name, arguments: text }) => [call_id, name, text])).toEqual(
    one.kind === 'tools' ? CALLS : [],
  );
  expect(output.filter(({ type }) => type === 'message')).toHaveLength(one.kind === 'tools' ? 0 : 1);
  if (one.usage) expect(usage).toMatchObject(RESPONSE_USAGE);
  else expect(answer).not.toHaveProperty('usage');
}

describe.each(table)('%s', (_, one) => {
  const isChat = one.provider.endpoints.includes('chat');
  const base = new URL(one.provider.baseURL).pathname;

  test('through chat, whole', async () => {
    const { client, asked } = await serve(one);
    checkCompletion(one, await completion(client, chatBody(one)));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: 'POST',
      path: `${base}/${isChat ? 'chat/completions' : 'responses'}`,
      headers: { authorization: 'Bearer sk-test' },
      body: { model: one.model, stream: false },
    });
  });

  test.each([1, 7, 100_000])('through chat, streamed in pieces of %i bytes', async (pieceBytes) => {
    const { client, asked } = await serve(one, pieceBytes);
    const stream = await client.chat.completions.create({
      ...chatBody(one),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(asked[0]?.body['stream']).toBe(true);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(new Set(chunks.map(({ created }) => created))).toEqual(new Set([1_750_000_000]));
    expect(new Set(chunks.map(({ object }) => object))).toEqual(new Set(['chat.completion.chunk']));
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    expect(deltas[0]?.role).toBe('assistant');
    expect(deltas.map(({ content }) => content ?? '').join('')).toBe(one.kind === 'tools' ? '' : TEXT);
    checkCompletion(one, await stream.final());
  });

  if (one.responses !== undefined || !one.provider.endpoints.includes('responses')) {
    test('through responses, whole', async () => {
      const { client, asked } = await serve(one);
      checkResponse(one, await response(client, responsesBody(one)));
      expect(asked[0]).toMatchObject({
        path: `${base}/${one.responses === undefined ? 'chat/completions' : 'responses'}`,
        body: { model: one.model, stream: false },
      });
    });

    test.each([1, 7, 100_000])('through responses, streamed in pieces of %i bytes', async (pieceBytes) => {
      const { client } = await serve(one, pieceBytes);
      const stream = await client.responses.create({ ...responsesBody(one), stream: true });
      const events = [];
      for await (const event of stream) events.push(event);
      expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, at) => at));
      expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['response.created', 'response.in_progress']);
      expect(events.at(-1)?.type).toBe('response.completed');
      const added = events.filter((event) => event.type === 'response.output_item.added');
      const done = events.filter((event) => event.type === 'response.output_item.done');
      expect(added.map(({ output_index: index }) => index)).toEqual(added.map((_, at) => at));
      const idOf = ({ item }: { item: object }) => (item as { id?: string }).id;
      expect(done.map(idOf).sort()).toEqual(added.map(idOf).sort());
      const itemIds = new Set(added.map(idOf));
      for (const event of events) if ('item_id' in event) expect(itemIds).toContain(event.item_id);
      const deltas = events.filter((event) => event.type === 'response.output_text.delta');
      expect(deltas.map(({ delta }) => delta).join('')).toBe(one.kind === 'tools' ? '' : TEXT);
      const final = await stream.final();
      checkResponse(one, final);
      expect(done.sort((a, b) => a.output_index - b.output_index).map(({ item }) => item)).toEqual(final.output);
    });
  }
});
