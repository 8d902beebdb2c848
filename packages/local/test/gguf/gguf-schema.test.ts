import { Ajv2020 } from 'ajv/dist/2020.js';
import OpenAI from 'openai';
import { zodResponseFormat } from 'openai/helpers/zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ggufEngine } from '../../src/gguf/index.ts';
import { type Served, serve } from '../with-server.ts';
import { hasLlama, modelFolder } from './llama-here.ts';
import { writeTinyGguf } from './tiny-gguf.ts';

const at = await modelFolder();
const ajv = new Ajv2020({ strict: false });
const NAME = { type: 'string', minLength: 1, maxLength: 12 };

/** What a model made of noise is held to; each could be answered by endless other values. */
const HONOURED: Readonly<Record<string, object>> = {
  'properties that may be missing': {
    type: 'object',
    properties: { name: NAME, age: { type: 'integer' }, adult: { type: 'boolean' } },
    required: ['name'],
    additionalProperties: false,
  },
  'values to choose from': {
    type: 'object',
    properties: { sky: { enum: ['clear', 'grey'] }, kind: { const: 'weather' }, wind: { type: ['integer', 'null'] } },
    required: ['sky', 'kind', 'wind'],
  },
  'values narrowed by a type': { type: 'object', properties: { level: { type: 'string', enum: ['low', 3, null] } } },
  'lists and their lengths': {
    type: 'object',
    properties: {
      tags: { type: 'array', items: NAME, minItems: 2, maxItems: 3 },
      pair: { type: 'array', prefixItems: [{ type: 'boolean' }, { type: 'null' }], items: false },
    },
  },
  'one of several': {
    type: 'object',
    properties: { it: { anyOf: [{ type: 'null' }, { type: 'object', properties: { on: { type: 'boolean' } } }] } },
  },
  definitions: {
    type: 'object',
    properties: { from: { $ref: '#/$defs/place' }, to: { allOf: [{ $ref: '#/$defs/place' }] } },
    $defs: { place: { type: 'object', properties: { city: NAME }, required: ['city'] } },
  },
  'a definition that contains itself': {
    type: 'object',
    properties: {
      leaf: { type: 'boolean' },
      next: { $ref: '#' },
      all: { type: 'array', items: { $ref: '#' }, maxItems: 1 },
    },
    required: ['leaf'],
  },
  'a map': { type: 'object', additionalProperties: { type: 'boolean' } },
  dates: { type: 'object', properties: { day: { type: 'string', format: 'date-time' } }, required: ['day'] },
};

/** What no grammar enforces here, and where it is. */
const REFUSED: readonly (readonly [object: object, path: string])[] = [
  [{ type: 'string', pattern: '^a+$' }, 'properties.it.pattern'],
  [{ type: 'number', minimum: 3 }, 'properties.it.minimum'],
  [{ type: 'string', format: 'email' }, 'properties.it.format'],
  [{ type: 'array', items: { type: 'boolean' }, uniqueItems: true }, 'properties.it.uniqueItems'],
  [{ type: 'object', patternProperties: { '^a': { type: 'null' } } }, 'properties.it.patternProperties'],
  [{ not: { type: 'string' } }, 'properties.it.not'],
  [{ type: 'array', items: { type: 'string', pattern: 'x' } }, 'properties.it.items.pattern'],
];

describe.skipIf(!(await hasLlama()))('a GGUF model and JSON Schema', () => {
  let noisy: Served;
  let calling: Served;
  let noise: OpenAI;
  let caller: OpenAI;
  beforeAll(async () => {
    const model = await writeTinyGguf(at('noise.gguf'), { contextLength: 8_192 });
    noisy = await serve({ engine: await ggufEngine({ model, threads: 1 }) });
    noise = clientOf(noisy);
    // What node-llama-cpp writes before a call where a template has no marks of its own.
    const calls = await writeTinyGguf(at('calls.gguf'), { says: ['||call: '], ends: false, contextLength: 8_192 });
    calling = await serve({ engine: await ggufEngine({ model: calls, threads: 1 }) });
    caller = clientOf(calling);
  });
  afterAll(async () => {
    await noisy?.close();
    await calling?.close();
  });

  test.each(Object.entries(HONOURED))('answers follow %s', async (_, schema) => {
    const validate = ajv.compile(withoutFormats(schema));
    const format = { type: 'json_schema', json_schema: { name: 'it', strict: true, schema: { ...schema } } } as const;
    for (const seed of [1, 2, 3]) {
      const { choices } = await noise.chat.completions.create(ask({ seed, response_format: format }));
      const value = JSON.parse(choices[0]?.message.content ?? '');
      expect(validate(value), JSON.stringify(value)).toBe(true);
    }
  });

  test("zod's schemas are honoured, streamed as well", async () => {
    const Person = z.object({ name: z.string().max(9), age: z.int(), email: z.string().max(5).nullable() });
    const body = ask({ response_format: zodResponseFormat(Person, 'person') });
    const final = await noise.chat.completions.stream({ ...body, seed: 4 }).finalChatCompletion();
    expect(() => Person.parse(final.choices[0]?.message.parsed)).not.toThrow();
  });

  test('a response follows its format, and json_object gives an object', async () => {
    const schema = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] };
    const format = { type: 'json_schema', name: 'it', schema } as const;
    const { output_text } = await noise.responses.create({ model: 'noise', input: 'Hi', text: { format } });
    expect(JSON.parse(output_text)).toEqual({ ok: expect.any(Boolean) });
    // Noise goes on for long, so the object may be cut; it is one as far as it goes.
    const body = ask({ content: 'JSON please', response_format: { type: 'json_object' as const }, max_tokens: 200 });
    const { choices } = await noise.chat.completions.create(body);
    const content = choices[0]?.message.content ?? '';
    expect(choices[0]?.finish_reason === 'length' ? content[0] : typeof JSON.parse(content)).toMatch(/^(?:\{|object)$/);
  });

  test.each(REFUSED)('%j is refused before anything is answered', async (it, path) => {
    const schema = { type: 'object', properties: { it } };
    const format = { type: 'json_schema', json_schema: { name: 'it', schema } } as const;
    const refusal = { status: 400, type: 'invalid_request_error', message: expect.stringContaining(`(${path})`) };
    const chat = noise.chat.completions.create({ ...ask({ response_format: format }), stream: true });
    await expect(chat).rejects.toMatchObject({ ...refusal, param: 'response_format' });
    const text = { format: { type: 'json_schema', name: 'it', schema } } as const;
    const response = noise.responses.create({ model: 'noise', input: 'Hi', text, stream: true });
    await expect(response).rejects.toMatchObject({ ...refusal, param: 'text.format' });
    const tool = { type: 'function', function: { name: 'f', parameters: schema } } as const;
    await expect(noise.chat.completions.create(ask({ tools: [tool] }))).rejects.toMatchObject({
      ...refusal,
      param: 'tools',
      code: 'invalid_function_parameters',
    });
  });

  const SKY = { type: 'object', properties: { city: NAME, unit: { enum: ['C', 'F'] } }, required: ['city', 'unit'] };
  const WEATHER = {
    type: 'function',
    function: { name: 'get_weather', description: 'The weather', parameters: SKY },
  } as const;
  const CLOCK = { type: 'function', function: { name: 'get_time' } } as const;
  const isSky = ajv.compile(SKY);

  test('a tool that is asked for by name is called with arguments that fit', async () => {
    const body = ask({
      tools: [WEATHER, CLOCK],
      tool_choice: { type: 'function' as const, function: { name: 'get_weather' } },
    });
    const { choices, usage } = await noise.chat.completions.create(body);
    expect(choices[0]?.finish_reason).toBe('tool_calls');
    const [call] = callsOf(choices[0]?.message);
    expect(call?.function.name).toBe('get_weather');
    expect(isSky(JSON.parse(call?.function.arguments ?? ''))).toBe(true);
    // The tools are in the prompt, and count.
    expect(usage?.prompt_tokens).toBeGreaterThan(JSON.stringify(SKY).length / 2);
    expect(usage?.completion_tokens).toBeGreaterThan(call?.function.arguments.length ?? 0);
  });

  test('a tool without parameters is called with none, and its stream adds up', async () => {
    const stream = noise.chat.completions.stream(ask({ tools: [CLOCK], tool_choice: 'required' as const }));
    const [call] = callsOf((await stream.finalChatCompletion()).choices[0]?.message);
    expect(call?.function).toMatchObject({ name: 'get_time', arguments: '{}' });
  });

  test('a tool is called where the model itself begins a call, and its result is answered in text', async () => {
    const messages: OpenAI.Chat.ChatCompletionMessageParam[] = [{ role: 'user', content: 'How is the sky?' }];
    const first = await caller.chat.completions.create({ ...ask({ tools: [WEATHER] }), messages });
    const [call] = callsOf(first.choices[0]?.message);
    expect(isSky(JSON.parse(call?.function.arguments ?? ''))).toBe(true);
    messages.push(first.choices[0]?.message as OpenAI.Chat.ChatCompletionMessage);
    messages.push({ role: 'tool', tool_call_id: call?.id ?? '', content: '21 degrees' });
    const body = { ...ask({ tools: [WEATHER], tool_choice: 'none' as const, max_tokens: 5 }), messages };
    const second = await noise.chat.completions.create(body);
    expect(second.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: expect.any(String) } });
    expect(second.usage?.prompt_tokens).toBeGreaterThan((call?.function.arguments.length ?? 0) + '21 degrees'.length);
  });

  test('a response calls a tool too', async () => {
    const tools = [{ type: 'function', name: 'get_weather', parameters: SKY, strict: false } as const];
    const { output } = await noise.responses.create({ model: 'noise', input: 'Hi', tools, tool_choice: 'required' });
    expect(output).toMatchObject([{ type: 'function_call', name: 'get_weather' }]);
    expect(isSky(JSON.parse((output[0] as { arguments: string }).arguments))).toBe(true);
  });

  test('a value that the grammar lets through and the schema does not is an error, never an answer', async () => {
    const says = await writeTinyGguf(at('strays.gguf'), { says: ['{"n":9e999}'] });
    const straying = await serve({ engine: await ggufEngine({ model: says, threads: 1 }) });
    const schema = { type: 'object', properties: { n: { type: 'integer' } } };
    const format = { type: 'json_schema', json_schema: { name: 'it', schema } } as const;
    const answer = clientOf(straying).chat.completions.create(ask({ response_format: format }));
    await expect(answer).rejects.toMatchObject({ status: 500, message: expect.stringContaining('another seed') });
    await straying.close();
  });

  test('a choice between tools and JSON is refused', async () => {
    const body = ask({ content: 'JSON', tools: [CLOCK], response_format: { type: 'json_object' as const } });
    await expect(noise.chat.completions.create(body)).rejects.toMatchObject({ status: 400, param: 'response_format' });
  });
});

function ask<More extends object>({ content = 'Hi', ...more }: More & { content?: string }) {
  return { model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content }], ...more };
}

function callsOf(message: OpenAI.Chat.ChatCompletionMessage | undefined) {
  return (message?.tool_calls ?? []) as OpenAI.Chat.ChatCompletionMessageFunctionToolCall[];
}

function clientOf({ url, token }: Served): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
}

/** Ajv knows formats only with a plug-in; without it they are notes. */
function withoutFormats(schema: object): object {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'format' ? undefined : value)));
}
