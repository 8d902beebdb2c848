import { expect, test } from 'vitest';
import type { MakeModel } from './make-model.ts';
import { ADD, ADD_SCHEMA } from './sample-tools.ts';

/** LangChain's unit tests of a chat model. */
export function unitTests(make: MakeModel): void {
  test('a model is made, with a key, and with streaming', () => {
    expect(make().model).not.toBe('');
    expect(make({ apiKey: 'test-key' }).model).toBe(make().model);
    expect(make({ streaming: true }).streaming).toBe(true);
  });

  test('tools are bound', () => {
    expect(make().bindTools([ADD])).toBeDefined();
  });

  test('a structured answer is made', () => {
    expect(make().withStructuredOutput(ADD_SCHEMA)).toBeDefined();
    expect(make().withStructuredOutput({ type: 'object', properties: { a: { type: 'integer' } } })).toBeDefined();
  });

  test('LangSmith is told exactly six parameters', () => {
    const params = make({ temperature: 0.5, maxTokens: 64, stop: ['x'] }).getLsParams({} as never);
    expect(Object.keys(params).sort()).toEqual([
      'ls_max_tokens',
      'ls_model_name',
      'ls_model_type',
      'ls_provider',
      'ls_stop',
      'ls_temperature',
    ]);
    expect(params).toMatchObject({ ls_model_type: 'chat', ls_temperature: 0.5, ls_max_tokens: 64, ls_stop: ['x'] });
  });

  test('an aborted signal rejects invoke', async () => {
    await expect(make().invoke('hi', { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  test('an aborted signal lets stream yield nothing', async () => {
    const chunks: unknown[] = [];
    const read = async () => {
      for await (const chunk of await make().stream('hi', { signal: AbortSignal.abort() })) chunks.push(chunk);
    };
    await expect(read()).rejects.toThrow();
    expect(chunks).toEqual([]);
  });
}
