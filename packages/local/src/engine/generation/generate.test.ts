import { describe, expect, test } from 'vitest';
import { ask } from '../../../test/engine/ask.ts';
import type { GenerateRequest } from '../generate-request.ts';
import { parrotEngine } from '../parrot-engine.ts';

const QUESTION = 'Why is the sky blue?';

describe('the answer', () => {
  test('says honestly what it is', async () => {
    const { text } = await ask('Who are you?');
    expect(text).toContain('colloquy-parrot');
    expect(text).toContain('not a large language model');
  });

  test.each(['Hello!', 'hi', 'Good morning', 'Hey there!'])('greets back on "%s"', async (greeting) => {
    expect((await ask(greeting)).text).toMatch(/^(?:Hello|Hi)\b/);
  });

  test('stays with the subject it was asked about', async () => {
    expect((await ask(QUESTION)).text).toContain('scatters');
    expect((await ask('What about the gardens of Zubrowka?')).text).toMatch(/gardens Zubrowka/);
  });

  test('does not answer for a name it has not read', async () => {
    expect((await ask('What is the capital of Zubrowka?')).text).not.toContain('Paris');
  });

  test('remembers a name said earlier', async () => {
    const messages: GenerateRequest['messages'] = [
      { role: 'user', content: 'Hi, my name is Alice.' },
      { role: 'assistant', content: 'Nice to meet you, Alice!' },
      { role: 'user', content: 'What is my name?' },
    ];
    expect((await ask('', { messages })).text).toBe('Your name is Alice.');
  });

  test.each([
    ['Say this is a test', 'This is a test.'],
    ['Reply with exactly: OK', 'OK'],
    ['Repeat "one two"', 'one two'],
    ['What is 13 times 7?', '13 * 7 = 91'],
    ['Count from 1 to 5', '1, 2, 3, 4, 5'],
    ['ping', 'pong'],
  ])('does the simple thing asked by "%s"', async (question, answer) => {
    expect((await ask(question)).text).toBe(answer);
  });

  test('is as long as asked for', async () => {
    const { text, usage } = await ask('Write a story of 500 words about a fox');
    const length = text.split(/\s+/).length;
    expect(length).toBeGreaterThan(450);
    expect(length).toBeLessThan(520);
    expect(usage.completionTokens).toBeGreaterThan(450);
  });

  test('after a tool ran uses what it returned', async () => {
    const messages: GenerateRequest['messages'] = [
      { role: 'user', content: 'What is the weather in Paris?' },
      { role: 'assistant', content: '', toolCalls: [{ id: 'call_1', name: 'get_weather', arguments: '{}' }] },
      { role: 'tool', toolCallId: 'call_1', content: '{"celsius":22,"sky":"sunny"}' },
    ];
    const { text, finishReason } = await ask('', { messages, tools: [{ name: 'get_weather' }] });
    expect(text).toBe('The result of get_weather is celsius: 22, sky: sunny.');
    expect(finishReason).toBe('stop');
  });
});

describe('seed and temperature', () => {
  test('the same request gives the same answer', async () => {
    expect((await ask('Tell me about zebras', { seed: 5 })).text).toBe(
      (await ask('Tell me about zebras', { seed: 5 })).text,
    );
  });

  test('other seeds give other answers, but not at temperature 0', async () => {
    const seeds = [1, 2, 3, 4, 5, 6];
    const warm = await Promise.all(seeds.map(async (seed) => (await ask('Tell me about zebras', { seed })).text));
    expect(new Set(warm).size).toBeGreaterThan(3);
    const cold = await Promise.all(
      seeds.map(async (seed) => (await ask('Tell me about zebras', { seed, temperature: 0 })).text),
    );
    expect(new Set(cold).size).toBe(1);
  });
});

describe('bounds', () => {
  test('maxTokens cuts at exactly so many tokens and says length', async () => {
    const whole = await ask(QUESTION);
    const cut = await ask(QUESTION, { maxTokens: 7 });
    expect(cut.finishReason).toBe('length');
    expect(cut.usage.completionTokens).toBe(7);
    expect(whole.text.startsWith(cut.text)).toBe(true);
    expect(cut.pieces).toHaveLength(7);
    expect((await ask(QUESTION, { maxTokens: whole.usage.completionTokens })).finishReason).toBe('stop');
  });

  test('the usage is what the tokenizer counts', async () => {
    const engine = parrotEngine();
    const { text, usage } = await ask(QUESTION);
    expect(usage.completionTokens).toBe(await engine.countTokens(text));
    expect(usage.promptTokens).toBe(await engine.countMessageTokens([{ role: 'user', content: QUESTION }]));
  });

  test.each([
    [['blue because'], 'The sky looks '],
    [['waves', 'scatters'], 'The sky looks blue because air '],
    [['ue beca'], 'The sky looks bl'],
    [['T'], ''],
  ])('stop texts %j end the answer before them, also inside tokens', async (stop, text) => {
    const answer = await ask(QUESTION, { stop });
    expect(answer.text).toBe(text);
    expect(answer.finishReason).toBe('stop');
  });

  test('a stop text that only begins is not lost', async () => {
    const { text } = await ask('Reply with exactly: alpha beta', { stop: ['beta gamma'] });
    expect(text).toBe('alpha beta');
  });

  test('an aborted signal ends it with an error', async () => {
    await expect(ask(QUESTION, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });

  test('a long answer is made only as far as it is read', async () => {
    const started = performance.now();
    for await (const piece of parrotEngine().generate({ messages: [{ role: 'user', content: 'Write 20000 words' }] })) {
      expect(piece.type).toBe('text');
      break;
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

test('log probabilities are at most 0, belong to their tokens and come with distinct alternatives', async () => {
  const { logprobs, text, usage } = await ask('Reply with exactly: The sea is blue \u{1F999} today', {
    topLogprobs: 5,
  });
  expect(logprobs).toHaveLength(usage.completionTokens);
  expect(Buffer.concat(logprobs.map(({ bytes }) => Buffer.from(bytes))).toString()).toBe(text);
  for (const { logprob, top, token } of logprobs) {
    expect(logprob).toBeLessThanOrEqual(0);
    expect(top.length).toBeGreaterThan(0);
    expect(top.length).toBeLessThanOrEqual(5);
    expect(top[0]?.token).toBe(token);
    expect(new Set(top.map((other) => other.token)).size).toBe(top.length);
    expect(top.reduce((sum, other) => sum + Math.exp(other.logprob), 0)).toBeLessThanOrEqual(1.000001);
  }
  const none = await ask('Reply with exactly: yes', { topLogprobs: 0 });
  expect(none.logprobs[0]?.top).toEqual([]);
  expect((await ask('Reply with exactly: yes')).logprobs).toEqual([]);
});
