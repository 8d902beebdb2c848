import { randomUUID } from 'node:crypto';
import type { AIMessageChunk } from '@langchain/core/messages';

/** LangChain's chunks as the chunks of a chat completion, so that all three stacks stream the same. */
export async function* chatChunks(chunks: AsyncIterable<AIMessageChunk>, model: string): AsyncGenerator<object> {
  const head = {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.now() / 1000),
    model,
  };
  const frame = (delta: object, finish_reason: string | null = null) => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason, logprobs: null }],
  });
  yield frame({ role: 'assistant', content: '' });
  let finish = 'stop';
  for await (const { text, tool_call_chunks: calls = [], response_metadata } of chunks) {
    if (text !== '') yield frame({ content: text });
    if (calls.length > 0) yield frame({ tool_calls: calls.map(toolCall) });
    const { finish_reason } = response_metadata;
    if (typeof finish_reason === 'string') finish = finish_reason;
  }
  yield frame({}, finish);
}

type ToolCallChunk = NonNullable<AIMessageChunk['tool_call_chunks']>[number];

function toolCall({ index = 0, id, name, args }: ToolCallChunk): object {
  return {
    index,
    ...(id ? { id, type: 'function' } : {}),
    function: { ...(name ? { name } : {}), arguments: args ?? '' },
  };
}
