import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { ChatColloquy, type ChatColloquyFields } from './index.ts';

const model = new ChatColloquy({ model: 'm', baseURL: 'http://127.0.0.1:1/v1' });
const person = z.object({ name: z.string(), age: z.number() });

test('a structured answer has the type of its schema', () => {
  const plain = model.withStructuredOutput(person);
  expectTypeOf(plain.invoke).returns.resolves.toEqualTypeOf<{ name: string; age: number }>();
  const raw = model.withStructuredOutput(person, { includeRaw: true });
  expectTypeOf(raw.invoke).returns.resolves.toEqualTypeOf<{
    raw: BaseMessage;
    parsed: { name: string; age: number };
  }>();
  const json = model.withStructuredOutput({ type: 'object', properties: {} });
  expectTypeOf(json.invoke).returns.resolves.toEqualTypeOf<Record<string, unknown>>();
});

test('a message is a message, and an option that does not exist is a mistake', () => {
  expectTypeOf(model.invoke).returns.resolves.toEqualTypeOf<AIMessageChunk>();
  expectTypeOf<ChatColloquyFields>().not.toHaveProperty('baseUrl');
  expectTypeOf<ChatColloquyFields>().toHaveProperty('cache');
});
