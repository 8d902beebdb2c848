import { inspect } from 'node:util';
import { ColloquyError, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { CHAT_END, chatEvent, chunk, jsonAnswer, streamHead } from '@colloquy/core/testing';
import { describe, expect, test } from 'vitest';
import { ASK, ASK_STREAM, against, COMPLETION, failure } from './harness.ts';

const CANARY = 'sk-canary-7f3a9';

describe('keys and headers', () => {
  test.each([
    ['apiKey', { apiKey: `${CANARY}\r\nx-evil: 1` }],
    ['apiKey', { apiKey: `${CANARY}\u0000` }],
    ['apiKey', { apiKey: '' }],
    ['organization', { apiKey: 'sk-x', organization: `org\n${CANARY}` }],
    ['project', { apiKey: 'sk-x', project: `p\r${CANARY}` }],
    ['headers', { apiKey: 'sk-x', headers: { 'x-note': `a\n${CANARY}` } }],
    ['headers', { apiKey: 'sk-x', headers: { 'x note': 'a' } }],
    ['baseURL', { apiKey: 'sk-x', baseURL: `https://user:${CANARY}@host/v1` }],
    ['baseURL', { apiKey: 'sk-x', baseURL: 'ftp://host/v1' }],
    ['maxRetries', { apiKey: 'sk-x', maxRetries: -1 }],
    ['timeout.idle', { apiKey: 'sk-x', timeout: { idle: Number.NaN } }],
  ])('C40 a bad %s is refused at construction, without printing it', (param, options) => {
    let thrown: unknown;
    try {
      createClient({ provider: openai, ...options });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'configuration', param });
    expect(inspect(thrown)).not.toContain('canary');
  });

  test('C40 a bad key from a key function rejects the call', async () => {
    const { client, server } = await against(() => undefined, { apiKey: async () => `${CANARY}\n` });
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error.code).toBe('configuration');
    expect(inspect(error)).not.toContain('canary');
    expect(server.exchanges).toHaveLength(0);
  });

  test('C41 the key is nowhere: not in the client, not in an error that echoes it', async () => {
    const { client } = await against(({ socket }) =>
      socket.write(
        jsonAnswer(
          401,
          { error: { message: `Incorrect API key: ${CANARY}`, type: 'x', param: null, code: CANARY } },
          { 'x-echo': CANARY },
        ),
      ),
    );
    const error = await failure(() => client.chat.completions.create(ASK));
    for (const shown of [
      inspect(client, { depth: 9 }),
      JSON.stringify(client),
      inspect(error, { depth: 9 }),
      JSON.stringify(error),
      String(error.stack),
    ]) {
      expect(shown).not.toContain('canary');
    }
    expect(error.message).toContain('[redacted]');
  });

  test('C41 the key is not in a stream error that echoes it', async () => {
    const { client } = await against(({ socket }) =>
      socket.write(
        `${streamHead()}${chatEvent({ content: 'x' })}${chunk(`data: {"error":{"message":"bad ${CANARY}"}}\n\n`)}`,
      ),
    );
    const error = await failure(async () => (await client.chat.completions.create(ASK_STREAM)).final());
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('canary');
  });
});

describe('ids and data', () => {
  test.each(['', '.', '..'])('C42 the id %j is refused, and nothing is sent', async (id) => {
    const { client, server } = await against(() => undefined);
    expect((await failure(() => client.files.retrieve(id))).code).toBe('invalid_request');
    expect(server.exchanges).toHaveLength(0);
  });

  test('C42 an id with a path in it stays one segment', async () => {
    const { client, server } = await against(({ socket }) => socket.write(jsonAnswer(200, { id: 'x' })));
    await client.models.retrieve('../files?x#y');
    await client.models.retrieve('org/llama3.1:latest');
    expect(server.exchanges.map(({ path }) => path)).toEqual([
      '/v1/models/..%2Ffiles%3Fx%23y',
      '/v1/models/org%2Fllama3.1%3Alatest',
    ]);
  });

  test('C43 prototype pollution and huge indexes are inert', async () => {
    const evil =
      '{"id":"c","__proto__":{"polluted":1},"choices":[{"index":0,"delta":{"content":"Hi","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"tool_calls":[{"index":4294967295,"id":"call_a","function":{"name":"f","arguments":"{\\"__proto__\\":{\\"polluted\\":1}}"}}]}}]}';
    const { client } = await against(({ socket }) =>
      socket.write(`${streamHead()}${chunk(`data: ${evil}\n\n`)}${CHAT_END}`),
    );
    const { choices } = await (await client.chat.completions.create(ASK_STREAM)).final();
    expect(choices[0]?.message.tool_calls).toHaveLength(1);
    expect(choices[0]?.message.tool_calls?.[0]).toMatchObject({ id: 'call_a', function: { name: 'f' } });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('C44 a slow reader holds the service back, and the memory', async () => {
    let sent = 0;
    const { client } = await against(({ socket }) => {
      const big = chatEvent({ content: 'x'.repeat(64 * 1024) });
      socket.write(streamHead());
      const more = () => {
        while (!socket.destroyed && sent < 50 * 1024 * 1024) {
          sent += big.length;
          if (!socket.write(big)) {
            socket.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    const stream = await client.chat.completions.create(ASK_STREAM);
    let chunks = 0;
    for await (const _ of stream) {
      chunks += 1;
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (chunks === 20) break;
    }
    // What was sent beyond what was read lies in the two sockets' buffers and at most four reads of 64 KiB.
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  test('a caller’s options are not changed', async () => {
    const { client } = await against(({ socket }) => socket.write(jsonAnswer(200, COMPLETION)));
    const body = Object.freeze({ ...ASK, messages: Object.freeze([...ASK.messages]) as never });
    await client.chat.completions.create(body, Object.freeze({ headers: Object.freeze({ 'x-a': 'b' }) }));
    expect(Object.keys(body)).toEqual(['model', 'messages']);
  });

  test('errors are known across installed copies of the package', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('colloquy.error')]: ['ColloquyError', 'ApiError'] });
    expect(ColloquyError.isInstance(foreign)).toBe(true);
    expect(ColloquyError.isInstance(new Error('x'))).toBe(false);
  });
});
