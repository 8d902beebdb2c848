import { createClient, type Provider } from '@colloquy/core';
import { eugpt, jrc, openai } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { byteTransport, wireOf } from './byte-transport.ts';
import { ASK, ASK_STREAM, COMPLETION, failure } from './faults/harness.ts';

/** Names that every object has, and which must mean nothing where a service or a caller sends them. */
const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', '__defineGetter__', 'valueOf'];

const over = (provider: Provider, wire: string, type?: string) =>
  createClient({
    provider,
    apiKey: 'sk-x',
    transport: byteTransport(wire, type === undefined ? {} : { type }),
    maxRetries: 0,
  });

describe.each(NAMES)('%s', (name) => {
  const completed = {
    type: 'response.completed',
    response: { id: 'r', object: 'response', created_at: 1, status: 'completed', output: [] },
  };

  test.each([openai, eugpt])('as the type of an event is an event nobody knows', async (provider) => {
    const client = over(provider, wireOf({ type: name, sequence_number: 0 }, { ...completed, sequence_number: 1 }));
    const stream = await client.responses.create({ model: 'm', input: 'Hi', stream: true });
    expect((await stream.final()).status).toBe('completed');
  });

  test('as the type of an item is an item nobody knows', async () => {
    const json = JSON.stringify({ ...completed.response, output: [{ type: name, id: 'x' }] });
    expect((await failure(() => over(eugpt, json, 'application/json').chat.completions.create(ASK))).code).toBe(
      'translation',
    );
  });

  test('as the type or code of an error is an error nobody knows', async () => {
    for (const error of [
      { message: 'x', type: name },
      { message: 'x', code: name },
    ]) {
      const stream = await over(openai, wireOf({ error })).chat.completions.create(ASK_STREAM);
      expect((await failure(() => stream.final())).code).toBe('server');
    }
  });

  test('as a finish reason is one nobody knows', async () => {
    const [choice] = COMPLETION.choices;
    const json = JSON.stringify({ ...COMPLETION, choices: [{ ...choice, finish_reason: name }] });
    const answer = await over(jrc, json, 'application/json').responses.create({ model: 'm', input: 'Hi' });
    expect(answer).toMatchObject({ status: 'completed', output_text: 'Hello' });
  });

  test('as a parameter, a role or a part of a request is refused', async () => {
    const requests = [
      { [name]: 1 },
      { messages: [{ role: name, content: 'Hi' }] },
      { messages: [{ role: 'user', content: [{ type: name }] }] },
    ];
    for (const fields of requests) {
      const body = Object.assign(Object.create(null), ASK, JSON.parse(JSON.stringify(fields)));
      // A name that JSON cannot carry as a field of its own is no parameter.
      if (!Object.keys(fields).some((key) => Object.hasOwn(body, key))) continue;
      const error = await failure(() => over(eugpt, '{}', 'application/json').chat.completions.create(body));
      expect(['translation', 'unsupported', 'invalid_request']).toContain(error.code);
    }
  });

  test('as the encoding of an answer is one nobody knows', async () => {
    const { decodeContent } = await import('../src/transport/decode-content.ts');
    async function* body() {
      yield new Uint8Array(1);
    }
    await expect(decodeContent(body(), name)).rejects.toMatchObject({ code: 'content_type' });
  });
});
