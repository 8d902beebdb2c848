import { BaseCallbackHandler, type BaseCallbackHandlerInput } from '@langchain/core/callbacks/base';
import { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { MakeModel } from './make-model.ts';

/** Sees with which parameters runs begin. */
class StartHandler extends BaseCallbackHandler {
  name = 'starts';
  readonly starts: Record<string, unknown>[] = [];

  constructor(input?: BaseCallbackHandlerInput) {
    super(input);
  }

  override handleChatModelStart(
    ...[, , , , extra]: Parameters<NonNullable<BaseCallbackHandler['handleChatModelStart']>>
  ): void {
    this.starts.push(extra ?? {});
  }
}

/** LangChain's integration tests of a chat model's structured answers. */
export function structureTests(make: MakeModel): void {
  const schema = z.object({ setup: z.string().describe('the question'), rating: z.number().int() });

  test.each([undefined, 'jsonSchema', 'functionCalling'])(
    'a structured answer follows its schema (%s)',
    async (method) => {
      const model = make().withStructuredOutput(schema, { name: 'joke', ...(method && { method }) });
      expect(schema.safeParse(await model.invoke('Tell me a joke')).success).toBe(true);
    },
  );

  test('a json schema does as well, and the object grows as it streams', async () => {
    const { $schema: _, ...plain } = z.toJSONSchema(schema);
    const seen: unknown[] = [];
    for await (const value of await make().withStructuredOutput(plain).stream('Tell me a joke')) seen.push(value);
    expect(schema.safeParse(seen.at(-1)).success).toBe(true);
  });

  test('the raw message comes along where it is wanted', async () => {
    const { raw, parsed } = await make()
      .withStructuredOutput(schema, { includeRaw: true, name: 'joke' })
      .invoke('Tell me a joke');
    expect(AIMessage.isInstance(raw) || AIMessageChunk.isInstance(raw)).toBe(true);
    expect(schema.safeParse(parsed).success).toBe(true);
  });

  test('json mode answers an object', async () => {
    const model = make().withStructuredOutput(schema, { method: 'jsonMode', includeRaw: true });
    const { raw } = await model.invoke('Answer with JSON: an object with a setup and a rating');
    expect(JSON.parse(raw.text)).toBeTypeOf('object');
  });

  test('the run is traced with the method and the schema', async () => {
    const handler = new StartHandler();
    await make()
      .withStructuredOutput(schema, { name: 'joke' })
      .invoke('Tell me a joke', { callbacks: [handler] });
    expect(handler.starts[0]).toMatchObject({
      options: { ls_structured_output_format: { kwargs: { method: 'json_schema' }, schema: { title: 'joke' } } },
    });
  });
}
