import OpenAI, { toFile } from 'openai';
import { Configuration, OpenAIApi } from 'openai-v3';
import OpenAI4 from 'openai-v4';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datasetLines, type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather in a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
} as const;
const hello = [{ role: 'user' as const, content: 'Hello!' }];

describe.each([
  ['4.104.0', OpenAI4],
  ['7.55.0', OpenAI],
])('openai %s', (_version, Client) => {
  const client = () =>
    new (Client as typeof OpenAI)({ apiKey: served.token, baseURL: `${served.url}/v1`, maxRetries: 0 });

  test('the chat stream helper ends with the whole completion and its usage', async () => {
    const body = { model: 'gpt-4o', messages: hello, stream_options: { include_usage: true } } as const;
    // The helper moved out of `beta` between the two.
    const chat = _version === '4.104.0' ? (client() as unknown as OpenAI4).beta.chat : client().chat;
    const helper = (chat as OpenAI['chat']).completions.stream({ ...body, messages: [...hello] });
    let text = '';
    helper.on('content', (delta: string) => {
      text += delta;
    });
    const final = await helper.finalChatCompletion();
    expect(final.choices[0]?.message.content).toBe(text);
    expect(final.usage?.total_tokens).toBe(
      (final.usage?.prompt_tokens as number) + (final.usage?.completion_tokens as number),
    );
  });

  test('the responses stream helper ends with the finished response', async () => {
    const helper = client().responses.stream({ model: 'gpt-4o', input: 'Hello!' });
    const types: string[] = [];
    for await (const event of helper) types.push(event.type);
    const final = await helper.finalResponse();
    expect(final.output_text).not.toBe('');
    expect(types.at(0)).toBe('response.created');
    expect(types.at(-1)).toBe('response.completed');
  });

  test('a tool is called, answered, and the answer is text', async () => {
    const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [
      { role: 'user', content: 'What is the weather in Ispra?' },
    ];
    const first = await client().chat.completions.create({ model: 'gpt-4o', messages, tools: [WEATHER] });
    expect(first.choices[0]?.finish_reason).toBe('tool_calls');
    const message = first.choices[0]?.message as OpenAI.Chat.ChatCompletionMessage;
    const [call] = message.tool_calls as [OpenAI.Chat.ChatCompletionMessageFunctionToolCall];
    expect(JSON.parse(call.function.arguments)).toEqual({ city: 'Ispra' });
    messages.push(message, { role: 'tool', tool_call_id: call.id, content: '21 degrees and clear' });
    const second = await client().chat.completions.create({ model: 'gpt-4o', messages, tools: [WEATHER] });
    expect(second.choices[0]).toMatchObject({ finish_reason: 'stop' });
    expect(second.choices[0]?.message.content).toContain('21 degrees');
  });

  test('a streamed tool call is put together by the helper', async () => {
    const stream = await client().chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'What is the weather in Ispra?' }],
      tools: [WEATHER],
      stream: true,
    });
    let args = '';
    let finish: string | null = null;
    for await (const chunk of stream) {
      args += chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    expect(JSON.parse(args)).toEqual({ city: 'Ispra' });
    expect(finish).toBe('tool_calls');
  });

  test('an answer follows a JSON schema', async () => {
    const schema = {
      type: 'object',
      properties: { title: { type: 'string' }, pages: { type: 'integer', minimum: 1 } },
      required: ['title', 'pages'],
      additionalProperties: false,
    };
    const completion = await client().chat.completions.create({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'Describe the book "Dune" of 412 pages' }],
      response_format: { type: 'json_schema', json_schema: { name: 'book', schema, strict: true } },
    });
    const book = JSON.parse(completion.choices[0]?.message.content as string);
    expect(Object.keys(book).sort()).toEqual(['pages', 'title']);
    expect(book.pages).toBeGreaterThanOrEqual(1);
  });

  test('files come and go, and their bytes are what was sent', async () => {
    const sent = await toFile(Buffer.from(datasetLines()), 'train.jsonl');
    const file = await client().files.create({ file: sent, purpose: 'fine-tune' });
    expect(await (await client().files.content(file.id)).text()).toBe(datasetLines());
    const ids: string[] = [];
    for await (const listed of client().files.list({ purpose: 'fine-tune' })) ids.push(listed.id);
    expect(ids).toContain(file.id);
    const removed = await (_version === '7.55.0'
      ? client().files.delete(file.id)
      : (client() as unknown as OpenAI4).files.del(file.id));
    expect(removed).toEqual({ id: file.id, object: 'file', deleted: true });
    await expect(client().files.retrieve(file.id)).rejects.toMatchObject({ status: 404, param: 'id' });
  });

  test('embeddings asked for without a format arrive as numbers', async () => {
    const { data, usage } = await client().embeddings.create({
      model: 'text-embedding-3-small',
      input: ['one', 'two'],
    });
    expect(data.map(({ embedding }) => embedding.length)).toEqual([1536, 1536]);
    const [first] = data as [OpenAI.Embedding, OpenAI.Embedding];
    const length = Math.hypot(...first.embedding);
    expect(length).toBeCloseTo(1, 3);
    expect(usage.total_tokens).toBeGreaterThan(0);
  });

  test('a wrong key is an AuthenticationError, an unknown model a NotFoundError', async () => {
    const stranger = new (Client as typeof OpenAI)({ apiKey: 'sk-wrong', baseURL: `${served.url}/v1`, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    await expect(client().chat.completions.create({ model: 'gpt-9', messages: hello })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });
});

describe('openai 3', () => {
  const client = () => new OpenAIApi(new Configuration({ apiKey: served.token, basePath: `${served.url}/v1` }));

  test('a streamed completion is read from raw lines', async () => {
    const { data } = await client().createChatCompletion(
      { model: 'gpt-3.5-turbo', messages: hello, stream: true },
      { responseType: 'stream' },
    );
    let text = '';
    for await (const chunk of data as unknown as AsyncIterable<Buffer>) text += chunk.toString();
    expect(text.startsWith('data: {')).toBe(true);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('functions of the older kind are answered with function_call', async () => {
    const { data } = await client().createChatCompletion({
      model: 'gpt-3.5-turbo',
      messages: [{ role: 'user', content: 'What is the weather in Ispra?' }],
      functions: [WEATHER.function],
    });
    expect(data.choices[0]?.finish_reason).toBe('function_call');
    expect(data.choices[0]?.message?.function_call?.name).toBe('get_weather');
  });

  test('models and embeddings work', async () => {
    expect((await client().listModels()).data.data.length).toBeGreaterThan(5);
    const { data } = await client().createEmbedding({ model: 'text-embedding-ada-002', input: 'one' });
    expect(data.data[0]?.embedding).toHaveLength(1536);
  });
});
