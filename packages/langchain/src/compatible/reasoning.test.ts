import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { describe, expect, test } from 'vitest';
import { chunk, completion, events, finish, json } from '../../test/http-service.ts';
import { gathered, serving } from '../../test/serving.ts';

// Reasoning under either of its names, out and back.

describe.each(['reasoning_content', 'reasoning'])('reasoning under the name %s', (name) => {
  const thinking = [
    chunk({ role: 'assistant', [name]: 'Let me ' }),
    chunk({ [name]: 'think.' }),
    chunk({ content: '42' }),
    finish(),
  ];
  const blocks = [
    { type: 'reasoning', reasoning: 'Let me think.' },
    { type: 'text', text: '42' },
  ];

  test('is a block of a streamed message, in both output versions', async () => {
    await using at = await serving((response) => events(response, thinking));
    expect((await gathered(await at.model.stream('?'))).contentBlocks).toEqual(blocks);
    const v1 = await gathered(await at.model.stream('?', { outputVersion: 'v1' }));
    expect(v1.contentBlocks).toEqual(blocks);
    expect(v1.content).toMatchObject(blocks);
  });

  test('is a block of a whole message, in both output versions', async () => {
    await using at = await serving((response) =>
      json(response, completion({ content: '42', [name]: 'Let me think.' })),
    );
    expect((await at.model.invoke('?')).contentBlocks).toEqual(blocks);
    expect((await at.model.invoke('?', { outputVersion: 'v1' })).content).toEqual(blocks);
  });

  test('is a block of the events', async () => {
    await using at = await serving((response) => events(response, thinking));
    const stream = at.model.streamEvents('?');
    expect(await stream.reasoning).toBe('Let me think.');
    expect((await stream).contentBlocks).toEqual(blocks);
  });
});

describe('reasoning is sent back', () => {
  const turns: BaseMessage[] = [
    new HumanMessage('a'),
    new AIMessage({ content: 'b', additional_kwargs: { reasoning_content: 'plain' } }),
    new HumanMessage('c'),
    new AIMessage({
      content: '',
      tool_calls: [{ name: 'add', args: {}, id: 'call_1' }],
      additional_kwargs: { reasoning_content: 'calling' },
    }),
    new ToolMessage({ content: '7', tool_call_id: 'call_1' }),
  ];

  test.each([
    [undefined, [undefined, 'calling']],
    ['tool-turns', [undefined, 'calling']],
    ['always', ['plain', 'calling']],
    ['never', [undefined, undefined]],
  ] as const)('as replayReasoning says: %s', async (replayReasoning, wanted) => {
    await using at = await serving((response) => json(response, completion({ content: 'd' })), {
      ...(replayReasoning && { replayReasoning }),
    });
    await at.model.invoke(turns);
    const sent = at.service.received[0]?.body['messages'] as Record<string, unknown>[];
    expect(sent.filter(({ role }) => role === 'assistant').map((message) => message['reasoning_content'])).toEqual(
      wanted,
    );
  });
});
