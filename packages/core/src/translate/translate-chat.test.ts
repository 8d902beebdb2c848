import { describe, expect, test } from 'vitest';
import { normalise } from '../dialect/normalise.ts';
import type { Provider } from '../dialect/provider.ts';
import { eugpt } from '../providers/index.ts';
import { EventStream } from '../wire/event-stream.ts';
import { ServerEvent } from '../wire/server-event.ts';
import type { Transport, WireReply, WireRequest } from '../wire/transport.ts';
import type { JsonObject } from './json-object.ts';
import { type TranslateOptions, translate } from './translate.ts';

const MESSAGES = [{ role: 'user', content: 'hi' }];
const ITEM = { role: 'user', content: [{ type: 'input_text', text: 'hi' }] };

/** A service that answers everything alike and remembers what it was asked. */
function service(answer: () => Omit<WireReply, 'status' | 'headers'> & Partial<WireReply>) {
  const requests: WireRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    return { status: 200, headers: { 'content-type': 'application/json' }, ...answer() };
  };
  return { requests, transport };
}

const json = (value: unknown) => ({ body: new TextEncoder().encode(JSON.stringify(value)) });
const stream = (batches: object[][]) => ({
  body: EventStream.from(
    batches.map((events) => ({
      events: events.map((event) => (event instanceof ServerEvent ? event : ServerEvent.of(event))),
    })),
  ),
});

function over(provider: Provider, next: Transport, options: TranslateOptions = {}): Transport {
  const layer = translate(provider, options);
  if (layer === undefined) throw new Error('nothing to translate');
  return layer(normalise(provider)?.(next) ?? next);
}

const post = (path: string, body: WireRequest['body'], headers: Record<string, string> = {}): WireRequest => ({
  method: 'POST',
  path,
  headers: { accept: 'application/json', ...headers },
  ...(body === undefined ? {} : { body }),
});

const jsonOf = (reply: WireReply) => JSON.parse(new TextDecoder().decode(reply.body as Uint8Array)) as JsonObject;

async function eventsOf(reply: WireReply): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const batch of reply.body as EventStream) events.push(...batch.events);
  return events;
}

describe('a chat call on EU GPT', () => {
  const answer = {
    id: '0b54a1f2-6a53-4c8e-9d7e-0f6f5f9a2b11',
    object: 'response',
    created_at: 1_716_387_200_000,
    status: 'completed',
    model: 'gpt-oss-120b',
    output: [{ type: 'function_call', call_id: 'call_1', name: 'web_search', status: 'completed', output: 'found' }],
    output_text: 'hello',
  };

  test('is a Responses call, and its answer a completion', async () => {
    const { requests, transport } = service(() => json(answer));
    const body = { model: 'auto', messages: [{ role: 'system', content: 'be brief' }, ...MESSAGES] };
    const reply = await over(
      eugpt,
      transport,
    )(post('/chat/completions', body, { 'content-length': '99', 'x-request-id': 'r' }));
    expect(requests).toMatchObject([
      {
        method: 'POST',
        path: '/responses',
        body: { model: 'auto', instructions: 'be brief', input: [ITEM], stream: false },
      },
    ]);
    expect(requests[0]?.headers).toEqual({ accept: 'application/json', 'x-request-id': 'r' });
    expect(jsonOf(reply)).toEqual({
      id: `chatcmpl-${answer.id}`,
      object: 'chat.completion',
      created: 1_716_387_200,
      model: 'gpt-oss-120b',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'hello', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: null,
    });
  });

  const head = {
    id: 'u',
    object: 'response',
    created_at: 1_716_387_200_000,
    model: 'gpt-oss-120b',
    status: 'in_progress',
  };
  const search = { type: 'function_call', call_id: 'call_1', name: 'lookup', status: 'in_progress' };
  const nameless = [
    [{ type: 'response.created', sequence_number: 0, response: head }],
    [
      { type: 'response.output_item.added', sequence_number: 1, item: search },
      { type: 'response.output_item.done', sequence_number: 2, item: { ...search, status: 'completed', output: 'x' } },
    ],
    [
      { type: 'response.content_part.added', sequence_number: 3, output_index: 0, content_index: 0, part: {} },
      { type: 'response.output_text.delta', sequence_number: 4, delta: 'hel' },
      { type: 'response.output_text.delta', sequence_number: 5, delta: 'lo' },
      { type: 'response.output_text.done', sequence_number: 6, text: 'hello' },
    ],
    [
      {
        type: 'response.completed',
        sequence_number: 7,
        response: { id: 'u', status: 'completed', model: 'gpt-oss-120b', output_text: 'hello' },
      },
    ],
  ];

  test('streams, ends with [DONE], and hides what the service ran itself', async () => {
    const { requests, transport } = service(() => stream(nameless));
    const reply = await over(
      eugpt,
      transport,
    )(
      post('/chat/completions', {
        model: 'auto',
        messages: MESSAGES,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const events = await eventsOf(reply);
    expect(requests[0]?.body).toEqual({ model: 'auto', input: [ITEM], stream: true });
    expect(events.at(-1)?.isDone).toBe(true);
    expect(events.filter((event) => event.isDone)).toHaveLength(1);
    const chunks = events
      .slice(0, -1)
      .map((event) => event.json as { choices: { delta: object; finish_reason: unknown }[]; created: number });
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'hel' },
      { content: 'lo' },
      {},
    ]);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.every(({ created }) => created === 1_716_387_200)).toBe(true);
    expect(events.every(({ name }) => name === undefined)).toBe(true);
  });

  test('an error in the stream is an error event, without [DONE]', async () => {
    const broken = [
      nameless[0] as object[],
      [{ type: 'error', sequence_number: 1, code: 'internal_error', message: 'oh no' }],
    ];
    const { transport } = service(() => stream(broken));
    const events = await eventsOf(
      await over(eugpt, transport)(post('/chat/completions', { model: 'auto', messages: MESSAGES, stream: true })),
    );
    expect(events.at(-1)?.json).toEqual({
      error: { message: 'oh no', type: 'server_error', param: null, code: 'internal_error' },
    });
  });

  test('a stream that stops short rejects with what had arrived', async () => {
    const { transport } = service(() => stream(nameless.slice(0, 3)));
    const reply = await over(
      eugpt,
      transport,
    )(post('/chat/completions', { model: 'auto', messages: MESSAGES, stream: true }));
    await expect(eventsOf(reply)).rejects.toMatchObject({
      code: 'stream_incomplete',
      provider: 'eugpt',
      partial: { content: 'hello' },
    });
  });

  test('a response that failed is an error with the id of its exchange (TE-22)', async () => {
    const failed = { ...answer, status: 'failed', output_text: '', error: { code: 'server_error', message: 'oh no' } };
    const { transport } = service(() => ({ ...json(failed), headers: { 'x-request-id': 'req_1' } }));
    const call = over(eugpt, transport)(post('/chat/completions', { model: 'auto', messages: MESSAGES }));
    await expect(call).rejects.toMatchObject({
      code: 'server',
      message: 'oh no',
      provider: 'eugpt',
      requestId: 'req_1',
    });
  });

  test.each<[string, object]>([
    ['tools', { tools: [{ type: 'function', function: { name: 'f' } }] }],
    ['temperature', { temperature: 0.2 }],
    ['messages', { messages: [...MESSAGES, ...MESSAGES] }],
  ])('%s is refused, and nothing is sent', async (param, fields) => {
    const { requests, transport } = service(() => json(answer));
    const call = over(eugpt, transport)(post('/chat/completions', { model: 'auto', messages: MESSAGES, ...fields }));
    await expect(call).rejects.toMatchObject({
      code: 'translation',
      param,
      direction: 'chat->responses',
      provider: 'eugpt',
      attempts: 0,
    });
    expect(requests).toEqual([]);
  });

  test('lenient mode sends without what may be left out, and says so', async () => {
    const { requests, transport } = service(() => json(answer));
    const warnings: string[] = [];
    const options = { mode: 'lenient', onWarning: ({ param }: { param: string }) => warnings.push(param) } as const;
    await over(
      eugpt,
      transport,
      options,
    )(post('/chat/completions', { model: 'auto', messages: MESSAGES, temperature: 0.2, max_tokens: 5 }));
    expect(requests[0]?.body).toEqual({ model: 'auto', input: [ITEM], stream: false });
    expect(warnings).toEqual(['temperature', 'max_tokens']);
  });

  test('a history is flattened where that is allowed', async () => {
    const { requests, transport } = service(() => json(answer));
    const messages = [...MESSAGES, { role: 'assistant', content: 'hello' }, ...MESSAGES];
    await over(eugpt, transport, { flattenHistory: true })(post('/chat/completions', { model: 'auto', messages }));
    expect(requests[0]?.body).toMatchObject({ input: [{ role: 'user' }] });
  });
});

describe('a Responses call on EU GPT', () => {
  test('passes with its texts as parts', async () => {
    const { requests, transport } = service(() => json({ id: 'u', output: [], output_text: 'hello' }));
    const body = { model: 'auto', input: [{ role: 'user', content: 'hi' }], store: false, conversation_id: 'c' };
    await over(eugpt, transport)(post('/responses', body));
    expect(requests).toMatchObject([{ path: '/responses' }]);
    expect(requests[0]?.body).toEqual({ model: 'auto', input: [ITEM], conversation_id: 'c', stream: false });
  });

  test.each<[string, object]>([
    ['tools', { tools: [{ type: 'function', name: 'f' }] }],
    ['temperature', { temperature: 1 }],
    ['text', { text: { format: { type: 'json_object' } } }],
    ['previous_response_id', { previous_response_id: 'resp_1' }],
    ['input[0]', { input: [{ role: 'assistant', content: 'x' }] }],
    ['input[0].content[0]', { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'u' }] }] }],
  ])('%s is unsupported, and nothing is sent', async (param, fields) => {
    const { requests, transport } = service(() => json({}));
    const call = over(eugpt, transport)(post('/responses', { model: 'auto', input: 'hi', ...fields }));
    await expect(call).rejects.toMatchObject({ code: 'unsupported', param, provider: 'eugpt' });
    expect(requests).toEqual([]);
  });

  test('lenient mode leaves out what is not part of the question', async () => {
    const { requests, transport } = service(() => json({ id: 'u', output: [] }));
    const warnings: string[] = [];
    const options = { mode: 'lenient', onWarning: ({ param }: { param: string }) => warnings.push(param) } as const;
    await over(eugpt, transport, options)(post('/responses', { model: 'auto', input: 'hi', temperature: 1 }));
    expect(requests[0]?.body).toEqual({ model: 'auto', input: 'hi', stream: false });
    expect(warnings).toEqual(['temperature']);
  });
});
