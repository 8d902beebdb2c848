import { describe, expect, test } from 'vitest';
import { chunk, completion, events, finish, json } from '../../test/http-service.ts';
import { gathered, serving } from '../../test/serving.ts';

// Tool calls in shapes that OpenAI does not send.

test('tool arguments that are an object are arguments', async () => {
  const calls = [{ id: 'call_1', function: { name: 'add', arguments: { a: 3, b: 4 } } }];
  await using at = await serving((response) => json(response, completion({ content: '', tool_calls: calls })));
  const message = await at.model.invoke('?');
  expect(message.tool_calls).toEqual([{ type: 'tool_call', id: 'call_1', name: 'add', args: { a: 3, b: 4 } }]);
  expect(message.invalid_tool_calls).toEqual([]);
});

const toolChunk = (fragment: Record<string, unknown>) => chunk({ tool_calls: [fragment] });

describe('tool call fragments', () => {
  const pieces = ['{"a":', '3}'];
  const fn = (name: string | undefined, args: string) => ({
    function: { ...(name === undefined ? {} : { name }), arguments: args },
  });
  test.each([
    ['without an index', [{ id: 'c1', ...fn('add', pieces[0] as string) }, fn(undefined, pieces[1] as string)], 1],
    [
      'with id and name on each',
      [
        { index: 0, id: 'c1', ...fn('add', pieces[0] as string) },
        { index: 0, id: 'c1', ...fn('add', pieces[1] as string) },
      ],
      1,
    ],
    [
      'with an empty id on the later ones',
      [
        { index: 0, id: 'c1', ...fn('add', pieces[0] as string) },
        { index: 0, id: '', ...fn(undefined, pieces[1] as string) },
      ],
      1,
    ],
    [
      'with index 0 for two calls',
      [
        { index: 0, id: 'c1', ...fn('add', '{"a":3}') },
        { index: 0, id: 'c2', ...fn('add', '{"a":4}') },
      ],
      2,
    ],
  ])('%s are put together', async (_, fragments, count) => {
    await using at = await serving((response) => events(response, [...fragments.map(toolChunk), finish('tool_calls')]));
    const { tool_calls: calls = [] } = await gathered(await at.model.stream('?'));
    expect(calls.map(({ name, args }) => [name, args])).toEqual(
      [
        ['add', { a: 3 }],
        ['add', { a: 4 }],
      ].slice(0, count),
    );
    expect(new Set(calls.map(({ id }) => id)).size).toBe(count);
  });
});
