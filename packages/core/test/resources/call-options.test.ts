import { type ClientOptions, createClient } from '@colloquy/core';
import { anvilgpt, eugpt, jrc, ollama, openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ASK, ASK_STREAM, against, COMPLETION, failure, timed } from '../faults/harness.ts';
import { replay } from '../replay.ts';

const answer = () => ({ body: JSON.stringify(COMPLETION) });

describe('headers', () => {
  const options: Partial<ClientOptions> = {
    organization: 'org-1',
    project: 'proj-1',
    headers: { 'X-Team': 'a' },
  };

  test('of the client go with every request, and with no others than those', async () => {
    const { client, asked } = await replay(openai, answer, options);
    await client.chat.completions.create(ASK);
    const { host: _, connection: __, 'content-length': ___, 'idempotency-key': key, ...sent } = asked[0]?.headers ?? {};
    expect(key).toMatch(/^colloquy-/);
    expect(sent).toEqual({
      accept: 'application/json',
      authorization: 'Bearer sk-test',
      'content-type': 'application/json',
      'openai-organization': 'org-1',
      'openai-project': 'proj-1',
      'x-team': 'a',
    });
  });

  test('of a call replace the client’s, and null leaves one out', async () => {
    const { client, asked } = await replay(openai, answer, options);
    const headers = { 'x-team': 'b', 'OpenAI-Project': null, authorization: null, 'x-none': undefined };
    await client.chat.completions.create(ASK, { headers });
    const sent = asked[0]?.headers ?? {};
    expect(sent).toMatchObject({ 'x-team': 'b', 'openai-organization': 'org-1' });
    for (const name of ['openai-project', 'authorization', 'x-none']) expect(sent).not.toHaveProperty(name);
  });

  test('of a call may carry another key', async () => {
    const { client, asked } = await replay(openai, answer);
    await client.chat.completions.create(ASK, { headers: { Authorization: 'Bearer other' } });
    expect(asked[0]?.headers.authorization).toBe('Bearer other');
  });

  test('of a call that HTTP does not allow reject it, without printing them', async () => {
    const { client, asked } = await replay(openai, answer);
    const error = await failure(() => client.chat.completions.create(ASK, { headers: { 'x-a': 'canary\n' } }));
    expect(error).toMatchObject({ code: 'configuration', param: 'headers' });
    expect(error.message).not.toContain('canary');
    expect(asked).toHaveLength(0);
  });

  test('an idempotency key of the caller’s own is kept', async () => {
    const { client, asked } = await replay(openai, answer);
    await client.chat.completions.create(ASK, { headers: { 'Idempotency-Key': 'mine' } });
    expect(asked[0]?.headers['idempotency-key']).toBe('mine');
  });
});

describe('keys', () => {
  test('come from the provider’s environment variable', async () => {
    process.env['EUGPT_API_KEY'] = 'eugpt_from_env';
    onTestFinished(() => {
      delete process.env['EUGPT_API_KEY'];
    });
    const asked: unknown[] = [];
    const client = createClient({
      provider: eugpt,
      transport: async ({ headers }) => {
        asked.push(headers['authorization']);
        return { status: 200, headers: {}, body: new TextEncoder().encode('{"output":[],"output_text":"Hi"}') };
      },
    });
    await client.responses.create({ model: 'auto', input: 'Hi' });
    expect(asked).toEqual(['Bearer eugpt_from_env']);
  });

  test.each([
    [openai, 'OPENAI_API_KEY'],
    [jrc, 'JRC_API_KEY'],
    [eugpt, 'EUGPT_API_KEY'],
    [anvilgpt, 'ANVILGPT_API_KEY'],
  ])('that are missing are told of at once, by the name of the variable: $name', (provider, variable) => {
    const kept = process.env[variable];
    delete process.env[variable];
    onTestFinished(() => {
      if (kept !== undefined) process.env[variable] = kept;
    });
    expect(() => createClient({ provider })).toThrow(
      expect.objectContaining({ code: 'configuration', param: 'apiKey', message: expect.stringContaining(variable) }),
    );
  });

  test('are not needed on one’s own machine, nor for a transport of one’s own', () => {
    expect(createClient({ provider: ollama }).provider.name).toBe('ollama');
    expect(createClient({ provider: openai, transport: scriptedTransport([]) }).provider.name).toBe('openai');
    expect(createClient({ provider: openai, apiKey: null }).provider.name).toBe('openai');
  });

  test('from a function are asked for at every attempt', async () => {
    let asked = 0;
    const { client, server } = await against(
      ({ socket, number }) => {
        const body = JSON.stringify(COMPLETION);
        socket.write(
          number === 1
            ? 'HTTP/1.1 503 Busy\r\nretry-after-ms: 1\r\ncontent-length: 0\r\n\r\n'
            : `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      },
      {
        apiKey: async () => {
          asked += 1;
          return `key-${asked}`;
        },
      },
    );
    await client.chat.completions.create(ASK);
    expect(server.exchanges.map(({ headers }) => headers['authorization'])).toEqual(['Bearer key-1', 'Bearer key-2']);
  });

  test('from a function that fails reject the call', async () => {
    const { client, asked } = await replay(openai, answer, {
      maxRetries: 2,
      apiKey: () => {
        throw new Error('the vault is closed');
      },
    });
    const error = await failure(() => client.chat.completions.create(ASK));
    expect(error).toMatchObject({ code: 'configuration', param: 'apiKey', attempts: 1 });
    expect(error.cause).toMatchObject({ message: 'the vault is closed' });
    expect(asked).toHaveLength(0);
  });
});

describe('a call', () => {
  test('may set its own timeout', async () => {
    const { client } = await against(() => undefined, { maxRetries: 0 });
    const { ms, result } = await timed(() => failure(() => client.chat.completions.create(ASK, { timeout: 60 })));
    expect(result.code).toBe('timeout');
    expect(ms).toBeLessThan(250);
  });

  test.each([0, 1, 3])('may set its own number of retries: %i', async (maxRetries) => {
    const { client, asked } = await replay(
      openai,
      () => ({ status: 503, headers: { 'retry-after-ms': '1' }, body: '{}' }),
      {
        maxRetries: 2,
      },
    );
    const error = await failure(() => client.chat.completions.create(ASK, { maxRetries }));
    expect(error.attempts).toBe(maxRetries + 1);
    expect(asked).toHaveLength(maxRetries + 1);
  });

  test.each([
    ['timeout', { timeout: -1 }],
    ['timeout.idle', { timeout: { idle: Number.NaN } }],
    ['maxRetries', { maxRetries: 11 }],
    ['maxRetries', { maxRetries: 0.5 }],
  ])('with a bad %s rejects, and nothing is sent', async (param, options) => {
    const { client, asked } = await replay(openai, answer);
    expect(await failure(() => client.chat.completions.create(ASK, options))).toMatchObject({
      code: 'configuration',
      param,
    });
    expect(asked).toHaveLength(0);
  });
});

describe('limits', () => {
  test('are unknown before the first reply, and where there are none', async () => {
    const { client } = await replay(openai, answer);
    expect(client.limits()).toBeUndefined();
    await client.chat.completions.create(ASK);
    expect(client.limits()).toBeUndefined();
  });

  test('are read from a refusal too', async () => {
    const headers = {
      'x-ratelimit-limit-tokens': '10',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
    };
    const { client } = await replay(openai, () => ({ status: 429, headers, body: '{}' }));
    await failure(() => client.chat.completions.create(ASK));
    expect(client.limits()).toEqual({ tokens: { limit: 10, remaining: 0, resetMs: 360_000 } });
  });
});

describe('a client that is closed', () => {
  test('refuses calls, and ends the streams that are open', async () => {
    const { client, server } = await against(({ socket }) => {
      socket.write(
        'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: {"choices":[{"delta":{"content":"Hi"}}]}\n\n',
      );
    });
    const stream = await client.chat.completions.create(ASK_STREAM);
    const reading = failure(async () => {
      for await (const _ of stream) void client.close();
    });
    expect(await reading).toMatchObject({ code: 'aborted', partial: { content: 'Hi' } });
    expect((await failure(() => client.chat.completions.create(ASK))).code).toBe('configuration');
    await server.idle();
  });

  test('twice is as good as once', async () => {
    const client = createClient({ provider: ollama });
    await client.close();
    await client.close();
  });
});

const UNSUPPORTED = {
  eugpt: ['files', 'embeddings', 'fineTuning', 'models', 'uploads', 'moderations', 'batches', 'stored_chat'],
  jrc: ['fineTuning', 'uploads', 'moderations', 'batches', 'stored_chat', 'stored_responses'],
  anvilgpt: ['fineTuning', 'uploads', 'moderations', 'batches', 'stored_chat', 'stored_responses'],
  ollama: ['fineTuning', 'files', 'moderations', 'stored_responses'],
} as const;

const providers = { eugpt, jrc, anvilgpt, ollama };
const matrix = Object.entries(UNSUPPORTED).flatMap(([name, groups]) => groups.map((group) => [name, group] as const));

test.each(matrix)('%s has no %s: the call says so, and nothing is sent', async (name, group) => {
  const provider = providers[name as keyof typeof providers];
  const transport = scriptedTransport([]);
  const c = createClient({ provider, transport });
  const calls: Record<string, () => Promise<unknown>> = {
    files: () => c.files.list(),
    embeddings: () => c.embeddings.create({ model: 'm', input: 'x' }),
    fineTuning: () => c.fineTuning.jobs.create({ model: 'm', training_file: 'f' }),
    models: () => c.models.list(),
    uploads: () => c.uploads.cancel('x'),
    moderations: () => c.moderations.create({ input: 'x' }),
    batches: () => c.batches.list(),
    stored_chat: () => c.chat.completions.list(),
    stored_responses: () => c.responses.retrieve('x'),
  };
  const error = await failure(calls[group] as () => Promise<unknown>);
  expect(error).toMatchObject({ code: 'unsupported', provider: name, attempts: 0, retryable: false });
  expect(error.message).toContain(provider.label);
  expect(transport.calls).toHaveLength(0);
});

test.each(['watch', 'wait'] as const)(
  'fineTuning.jobs.%s of a service without it is `unsupported` too',
  async (way) => {
    const { fineTuning } = createClient({ provider: eugpt, transport: scriptedTransport([]) });
    const error = await failure(async () => {
      if (way === 'wait') return fineTuning.jobs.wait('x');
      for await (const _ of fineTuning.jobs.watch('x'));
      return undefined;
    });
    expect(error.code).toBe('unsupported');
  },
);
