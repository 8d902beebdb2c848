import type { LlamaContextSequence } from 'node-llama-cpp';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ggufEngine } from '../../src/gguf/index.ts';
import { openModel } from '../../src/gguf/open-model.ts';
import { readPrompt } from '../../src/gguf/read-prompt.ts';
import { type Served, serve } from '../with-server.ts';
import { hasLlama, modelFolder } from './llama-here.ts';
import { writeTinyGguf } from './tiny-gguf.ts';

const SAYS = ['Hello', ' from', ' a', ' tiny', ' model', '. Bye'];
const SAID = SAYS.join('');
const at = await modelFolder();

describe.skipIf(!(await hasLlama()))('a GGUF model behind the OpenAI API', () => {
  let scripted: Served;
  let noisy: Served;
  let talker: OpenAI;
  let noise: OpenAI;
  beforeAll(async () => {
    const hello = await writeTinyGguf(at('hello.gguf'), { says: SAYS });
    scripted = await serve({ engine: await ggufEngine({ model: hello, threads: 1 }) });
    const long = await writeTinyGguf(at('noise.gguf'), { contextLength: 32_768 });
    noisy = await serve({
      engine: await ggufEngine({ model: long, name: 'white noise', threads: 1, contextSize: 32_768 }),
    });
    talker = clientOf(scripted);
    noise = clientOf(noisy);
  });
  afterAll(async () => {
    await scripted?.close();
    await noisy?.close();
  });

  test('answers a chat, counts with its own tokenizer and says in a header what it is', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Grüß Gott' },
    ] as const;
    const { data, response } = await talker.chat.completions
      .create({ model: 'gpt-4o-mini', messages: [...messages] })
      .withResponse();
    expect(response.headers.get('x-colloquy-engine')).toBe('hello');
    expect(data.choices).toMatchObject([{ message: { role: 'assistant', content: SAID }, finish_reason: 'stop' }]);
    // One token a byte, and the marks: <|system|>…<|end|><|user|>…<|end|><|assistant|>
    const prompt = Buffer.byteLength('Be brief.Grüß Gott') + 5;
    expect(data.usage).toMatchObject({ prompt_tokens: prompt, completion_tokens: SAYS.length });
  });

  test('streams one chunk a token', async () => {
    const stream = await talker.chat.completions.create({
      model: 'hello',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    const texts: string[] = [];
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      const text = chunk.choices[0]?.delta.content;
      if (text) texts.push(text);
      usage = chunk.usage;
    }
    expect(texts).toEqual(SAYS);
    expect(usage).toMatchObject({ prompt_tokens: 2 + 3, completion_tokens: SAYS.length });
  });

  test('answers as a response, whole and streamed', async () => {
    const whole = await talker.responses.create({ model: 'hello', input: 'Hi', instructions: 'Be brief.' });
    expect(whole.output_text).toBe(SAID);
    expect(whole.usage).toMatchObject({ input_tokens: 11 + 5, output_tokens: SAYS.length });
    const streamed = await talker.responses.stream({ model: 'hello', input: 'Hi' }).finalResponse();
    expect(streamed).toMatchObject({ status: 'completed', output_text: SAID });
  });

  test('is listed under its name, which a header and a path can carry', async () => {
    expect((await talker.models.list()).data.map(({ id }) => id)).toContain('hello');
    expect(await noise.models.retrieve('white-noise')).toMatchObject({ object: 'model', owned_by: 'colloquy' });
  });

  test('max_tokens cuts at exactly so many tokens', async () => {
    const { choices, usage } = await talker.chat.completions.create(ask({ max_tokens: 3 }));
    expect(choices).toMatchObject([{ message: { content: 'Hello from a' }, finish_reason: 'length' }]);
    expect(usage?.completion_tokens).toBe(3);
  });

  test.each([
    ['ny mo', 'Hello from a ti', 5],
    ['Hell', '', 1],
    ['Bye now', SAID, SAYS.length],
  ])('stop text %j ends the answer before it, also inside tokens', async (stop, content, tokens) => {
    const { choices, usage } = await talker.chat.completions.create(ask({ stop: [stop, 'nowhere'] }));
    expect(choices).toMatchObject([{ message: { content }, finish_reason: 'stop' }]);
    expect(usage?.completion_tokens).toBe(tokens);
  });

  test('a seed gives the same answer again, another seed another, and without temperature there is one', async () => {
    const said = async (more: Partial<Chat>) => {
      const { choices } = await noise.chat.completions.create(ask({ max_tokens: 24, ...more }));
      return choices.map(({ message }) => message.content);
    };
    expect(await said({ seed: 5 })).toEqual(await said({ seed: 5 }));
    expect(await said({ seed: 5 })).not.toEqual(await said({ seed: 6 }));
    expect(await said({ seed: 5, temperature: 0 })).toEqual(await said({ seed: 6, temperature: 0 }));
    const [first, second, third] = await said({ seed: 5, n: 3 });
    expect([first]).toEqual(await said({ seed: 5 }));
    expect(new Set([first, second, third]).size).toBe(3);
  });

  test('two requests are answered at once, and others meanwhile', async () => {
    const order: string[] = [];
    const read = async (name: string) => {
      const stream = await noise.chat.completions.create({ ...ask({ max_tokens: 300 }), stream: true });
      for await (const chunk of stream) {
        if (chunk.choices[0]?.delta.content && !order.includes(`${name} began`)) order.push(`${name} began`);
      }
      order.push(`${name} ended`);
    };
    await Promise.all([read('one'), read('two'), talker.models.list().then(() => order.push('list'))]);
    expect(order.slice(0, 3).toSorted()).toEqual(['list', 'one began', 'two began']);
  });

  test('a third request waits for its turn', async () => {
    const left = [new AbortController(), new AbortController()];
    const endless = await Promise.all(left.map(({ signal }) => startEndless(noise, signal)));
    const patient = noise.chat.completions.create(ask({ max_tokens: 2 }));
    // The two at work would go on for minutes: an answer means that the one who left stopped at once.
    left[0]?.abort();
    expect((await patient).usage?.completion_tokens).toBe(2);
    left[1]?.abort();
    await Promise.allSettled(endless.map((stream) => stream.return?.()));
  });

  test('a prompt that is too long is refused, however long it is', async () => {
    const asked = clientOf(scripted).chat.completions.create(ask({ content: 'a '.repeat(500_000) }));
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded', param: 'messages' });
    // Tools are written into the prompt as well.
    const tools = [{ type: 'function', function: { name: 'f', description: 'x'.repeat(5_000) } }] as const;
    await expect(talker.chat.completions.create(ask({ tools: [...tools], stream: true }))).rejects.toMatchObject({
      status: 400,
      param: 'messages',
      message: expect.stringContaining('contextSize'),
    });
  });

  test('an answer ends where the context does', async () => {
    const content = 'a'.repeat(4_000);
    const small = await writeTinyGguf(at('small.gguf'));
    await using served = await disposable(serve({ engine: await ggufEngine({ model: small, threads: 1 }) }));
    const { choices, usage } = await clientOf(served).chat.completions.create(ask({ content, max_tokens: 1_000 }));
    expect(choices[0]?.finish_reason).toBe('length');
    expect(usage?.total_tokens).toBe(4_096 - 1);
  });

  test('what it cannot give is refused', async () => {
    await expect(noise.chat.completions.create(ask({ logprobs: true }))).rejects.toMatchObject({
      status: 400,
      param: 'logprobs',
    });
  });

  test('a fine-tuning job is refused with what to do instead', async () => {
    const asked = talker.fineTuning.jobs.create({ model: 'gpt-4o-mini', training_file: 'file-any' });
    await expect(asked).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      code: 'model_not_available',
      param: 'model',
      message: expect.stringContaining('the built-in engine'),
    });
  });

  test('embeds texts in vectors of its own length', async () => {
    const embed = async (input: string[]) =>
      (await noise.embeddings.create({ model: 'text-embedding-3-small', input })).data.map(
        ({ embedding }) => embedding,
      );
    const [first, second] = (await embed(['one text', 'another one'])) as [number[], number[]];
    expect(first).toHaveLength(128);
    expect(Math.hypot(...first)).toBeCloseTo(1);
    expect(second).not.toEqual(first);
    expect(await embed(['one text'])).toEqual([first]);
    const { usage } = await noise.embeddings.create({ model: 'text-embedding-3-small', input: 'one text' });
    expect(usage.prompt_tokens).toBe('one text'.length);
  });

  test('other dimensions, and texts beyond the context, are refused', async () => {
    const embed = (more: { input: string; dimensions?: number }) =>
      talker.embeddings.create({ model: 'text-embedding-3-small', ...more });
    await expect(embed({ input: 'a', dimensions: 256 })).rejects.toMatchObject({ status: 400, param: 'dimensions' });
    await expect(embed({ input: 'a'.repeat(5_000) })).rejects.toMatchObject({ status: 400, param: 'input' });
    expect((await embed({ input: 'a', dimensions: 128 })).data).toHaveLength(1);
  });

  test('a model that only embeds does that, and says that it cannot answer', async () => {
    const both = await writeTinyGguf(at('both-ways.gguf'), { causal: false });
    await using served = await disposable(serve({ engine: await ggufEngine({ model: both, threads: 1 }) }));
    const client = clientOf(served);
    expect((await client.embeddings.create({ model: 'text-embedding-3-large', input: 'a' })).data).toHaveLength(1);
    await expect(client.chat.completions.create(ask({ stream: true }))).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('only embeds'),
    });
  });

  test('leaving the loop frees the place at once', async () => {
    const model = await writeTinyGguf(at('leaving.gguf'), { contextLength: 32_768 });
    const engine = await ggufEngine({ model, threads: 1, contextSize: 32_768, parallel: 1 });
    const request = { messages: [{ role: 'user', content: 'Hi' }] } as const;
    for await (const piece of engine.generate(request)) {
      expect(piece.type).toBe('text');
      break;
    }
    // The first answer would have gone on for minutes.
    const types: string[] = [];
    for await (const piece of engine.generate({ ...request, maxTokens: 2 })) types.push(piece.type);
    expect(types.at(-1)).toBe('end');
    await engine.close?.();
  });

  test('a prompt is read no further when nobody waits for its answer any more', async () => {
    const path = await writeTinyGguf(at('long.gguf'), { contextLength: 32_768 });
    const { model, context } = await openModel({ path, threads: 1, contextSize: 32_768, parallel: 1 });
    const sequence = context?.getSequence() as LlamaContextSequence;
    const tokens = model.tokenize('a'.repeat(32_000));
    const left = new AbortController();
    const reading = readPrompt(sequence, tokens, left.signal);
    await vi.waitUntil(() => sequence.nextTokenIndex > 0, { interval: 1 });
    left.abort();
    await expect(reading).rejects.toThrow('aborted');
    expect(sequence.nextTokenIndex).toBeLessThan(tokens.length / 2);
    await model.dispose();
  });

  test('closing the provider ends what is under way', async () => {
    const model = await writeTinyGguf(at('closing.gguf'), { contextLength: 32_768 });
    const engine = await ggufEngine({ model, threads: 1, contextSize: 32_768 });
    const pieces = engine.generate({ messages: [{ role: 'user', content: 'Hi' }] })[Symbol.asyncIterator]();
    expect(await pieces.next()).toMatchObject({ value: { type: 'text' } });
    await engine.close?.();
    await expect(pieces.next()).rejects.toMatchObject({ code: 'aborted' });
  });
});

type Chat = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

function ask<More extends object>({ content = 'Hi', ...more }: More & { content?: string } = {} as More) {
  return { model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content }], ...more };
}

function clientOf({ url, token }: Served): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
}

/** An answer of minutes, begun. */
async function startEndless(client: OpenAI, signal: AbortSignal) {
  const body = { ...ask({ max_tokens: 32_000 }), stream: true } as const;
  const stream = (await client.chat.completions.create(body, { signal }))[Symbol.asyncIterator]();
  await stream.next();
  return stream;
}

async function disposable(serving: Promise<Served>): Promise<Served & AsyncDisposable> {
  const served = await serving;
  return { ...served, [Symbol.asyncDispose]: () => served.close() };
}
