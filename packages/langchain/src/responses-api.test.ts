import { AIMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, test } from 'vitest';
import { event, httpService, json, type Respond } from '../test/http-service.ts';
import { gathered } from '../test/serving.ts';
import { ChatColloquy, type ChatColloquyFields } from './index.ts';

type Fields = Record<string, unknown>;

const REASONING = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [
    { type: 'summary_text', text: 'First.' },
    { type: 'summary_text', text: 'Then.' },
  ],
  encrypted_content: 'gAAA',
};
const SEARCH = { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'Ispra' } };
const CITATION = { type: 'url_citation', url: 'https://a', title: 'A', start_index: 0, end_index: 4 };
const MESSAGE = {
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'Here one two', annotations: [CITATION] }],
};
const CALL = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'add',
  arguments: '{"a":3}',
  status: 'completed',
};
const USAGE = { input_tokens: 5, output_tokens: 7, total_tokens: 12, output_tokens_details: { reasoning_tokens: 3 } };

const response = (output: readonly Fields[], more: Fields = {}): Fields => ({
  id: 'resp_1',
  object: 'response',
  created_at: 1_700_000_000,
  model: 'parrot-1',
  status: 'completed',
  output,
  usage: USAGE,
  ...more,
});

/** The events of a stream, as OpenAI sends them. */
function streamed(output: readonly Fields[], more: Fields = {}): Fields[] {
  const items = output.flatMap((item, output_index): Fields[] => {
    const place = { item_id: item['id'], output_index };
    const deltas: Fields[] = [];
    if (item === REASONING) {
      REASONING.summary.forEach(
        ({ text }, summary_index) =>
          void deltas.push({ type: 'response.reasoning_summary_text.delta', ...place, summary_index, delta: text }),
      );
    }
    if (item === MESSAGE)
      for (const delta of ['Here ', 'one t', 'wo'])
        deltas.push({ type: 'response.output_text.delta', ...place, content_index: 0, delta });
    if (item === CALL)
      for (const delta of ['{"a"', ':3}'])
        deltas.push({ type: 'response.function_call_arguments.delta', ...place, delta });
    return [
      {
        type: 'response.output_item.added',
        output_index,
        item: { ...item, ...(item === CALL ? { arguments: '' } : {}), ...(item === MESSAGE ? { content: [] } : {}) },
      },
      ...deltas,
      { type: 'response.output_item.done', output_index, item },
    ];
  });
  const whole = response(output, more);
  const head = { ...whole, status: 'in_progress', output: [], usage: null };
  return [
    { type: 'response.created', response: head },
    ...items,
    { type: `response.${whole['status']}`, response: whole },
  ].map((item, sequence_number) => ({ ...item, sequence_number }));
}

const answering =
  (output: readonly Fields[], more: Fields = {}): Respond =>
  (reply, { body }) => {
    if (body['stream'] !== true) return json(reply, response(output, more));
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.end(streamed(output, more).map(event).join(''));
  };

async function serving(respond: Respond, fields: Partial<ChatColloquyFields> = {}) {
  const service = await httpService(respond);
  const model = new ChatColloquy({
    model: 'parrot-1',
    baseURL: service.url,
    apiKey: null,
    maxRetries: 0,
    api: 'responses',
    ...fields,
  });
  return { service, model, [Symbol.asyncDispose]: service[Symbol.asyncDispose] };
}

const BLOCKS = [
  { type: 'reasoning', reasoning: 'First.\n\nThen.', id: 'rs_1', encrypted_content: 'gAAA' },
  {
    type: 'text',
    text: 'Here one two',
    annotations: [{ type: 'citation', url: 'https://a', title: 'A', startIndex: 0, endIndex: 4 }],
  },
  { type: 'tool_call', id: 'call_1', name: 'add', args: { a: 3 } },
  { type: 'server_tool_call', id: 'ws_1', name: 'web_search', args: { type: 'search', query: 'Ispra' } },
  { type: 'server_tool_call_result', toolCallId: 'ws_1', status: 'success', output: {} },
];

describe('reasoning, citations, calls and the service’s own tools', () => {
  const output = [REASONING, SEARCH, MESSAGE, CALL];

  test.each([
    ['v0', { text: 'per-read' }],
    ['v1', { text: 'per-read' }],
    ['v0', false],
    ['v1', false],
  ] as const)(
    'are the blocks of a message, whole or streamed, in %s, coalescing %o',
    async (outputVersion, coalesce) => {
      await using at = await serving(answering(output), { outputVersion, coalesce });
      const whole = await at.model.invoke('?');
      const added = await gathered(await at.model.stream('?'));
      expect(whole.contentBlocks).toEqual(BLOCKS);
      expect(added.contentBlocks).toEqual(BLOCKS);
      for (const message of [whole, added]) {
        expect(message.tool_calls).toMatchObject([{ id: 'call_1', name: 'add', args: { a: 3 } }]);
        expect(message.usage_metadata).toMatchObject({
          input_tokens: 5,
          output_tokens: 7,
          total_tokens: 12,
          output_token_details: { reasoning: 3 },
        });
        expect(message.response_metadata).toMatchObject({
          id: 'resp_1',
          status: 'completed',
          finish_reason: 'tool_calls',
        });
      }
    },
  );

  test('are the blocks of the events', async () => {
    await using at = await serving(answering([REASONING, MESSAGE, CALL]));
    const message = await at.model.streamEvents('?');
    expect(message.contentBlocks).toEqual(BLOCKS.slice(0, 3));
    expect(message.tool_calls).toMatchObject([{ id: 'call_1', args: { a: 3 } }]);
  });

  test('go back to the service, encrypted reasoning included', async () => {
    await using at = await serving(answering(output));
    const asked = [
      await at.model.invoke('?'),
      await gathered(await at.model.stream('?', { outputVersion: 'v1' })),
      await at.model.streamEvents('?'),
    ];
    for (const message of asked) {
      await at.model.invoke([
        new HumanMessage('?'),
        message,
        new ToolMessage({ content: '7', tool_call_id: 'call_1' }),
      ]);
      const input = at.service.received.at(-1)?.body['input'] as Fields[];
      expect(input.map(({ type }) => type)).toEqual([
        'message',
        'reasoning',
        'message',
        'function_call',
        'function_call_output',
      ]);
      expect(input[1]).toMatchObject({ encrypted_content: 'gAAA' });
      expect(input[3]).toEqual({ type: 'function_call', call_id: 'call_1', name: 'add', arguments: '{"a":3}' });
    }
  });
});

test('a stop text, of which the API knows nothing, ends the answer', async () => {
  await using at = await serving(answering([MESSAGE]), { stop: ['two'] });
  for (const message of [await at.model.invoke('?'), await gathered(await at.model.stream('?'))]) {
    expect(message.text).toBe('Here one ');
    expect(message.response_metadata['finish_reason']).toBe('stop');
    expect(message.usage_metadata?.total_tokens).toBe(12);
  }
  expect(at.service.received[0]?.body['stop']).toBeUndefined();
});

test('a failed response rejects with its own words', async () => {
  await using at = await serving((reply) =>
    json(reply, response([], { status: 'failed', error: { code: 'server_error', message: 'out of luck' } })),
  );
  await expect(at.model.invoke('?')).rejects.toMatchObject({
    code: 'server',
    message: expect.stringContaining('out of luck'),
  });
});

test('an answer cut at its bound says so', async () => {
  await using at = await serving(
    answering([MESSAGE], { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }),
  );
  expect((await at.model.invoke('?')).response_metadata['finish_reason']).toBe('length');
  expect((await gathered(await at.model.stream('?'))).response_metadata['finish_reason']).toBe('length');
});

test('everything a request may hold is said in the API’s own words', async () => {
  await using at = await serving(answering([MESSAGE]), {
    maxTokens: 64,
    temperature: 0.5,
    reasoningEffort: 'low',
    extraBody: { store: false },
  });
  const tool = { name: 'add', description: 'Adds', schema: { type: 'object', properties: { a: { type: 'integer' } } } };
  const model = at.model.bindTools([tool, { type: 'web_search' }], {
    tool_choice: 'add',
    parallel_tool_calls: false,
    strict: true,
  });
  const image = { type: 'image', url: 'https://example.com/a.png' };
  const file = { type: 'file', url: 'https://example.com/a.pdf' };
  await model.invoke([
    new HumanMessage({ content: [{ type: 'text', text: '?' }, image, file] as never }),
    new AIMessage('So'),
    new HumanMessage('on'),
  ]);
  expect(at.service.received[0]).toMatchObject({
    path: '/v1/responses',
    body: {
      model: 'parrot-1',
      max_output_tokens: 64,
      temperature: 0.5,
      reasoning: { effort: 'low' },
      store: false,
      stream: false,
      tools: [
        { type: 'function', name: 'add', description: 'Adds', strict: true, parameters: tool.schema },
        { type: 'web_search' },
      ],
      tool_choice: { type: 'function', name: 'add' },
      parallel_tool_calls: false,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: '?' },
            { type: 'input_image', image_url: 'https://example.com/a.png' },
            { type: 'input_file', file_url: 'https://example.com/a.pdf' },
          ],
        },
        { role: 'assistant', content: [{ type: 'output_text', text: 'So' }] },
        { role: 'user', content: 'on' },
      ],
    },
  });
});

test('auto goes through Responses for a tool that the service runs, and through chat for the others', async () => {
  await using at = await serving(
    (reply, { path }) =>
      path.endsWith('/responses')
        ? json(reply, response([MESSAGE]))
        : json(reply, { id: 'c', choices: [{ message: { content: 'chat' }, finish_reason: 'stop' }] }),
    { api: 'auto' },
  );
  expect((await at.model.invoke('?')).text).toBe('chat');
  expect((await at.model.bindTools([{ type: 'web_search' }]).invoke('?')).text).toBe('Here one two');
});
