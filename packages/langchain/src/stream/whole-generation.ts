import { AIMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs';
import { llmOutput } from '../reply/llm-output.ts';

/** A streamed answer as the result of a call that wanted it whole. */
export async function wholeGeneration(chunks: AsyncIterable<ChatGenerationChunk>): Promise<ChatResult> {
  let all: ChatGenerationChunk | undefined;
  for await (const chunk of chunks) all = all === undefined ? chunk : all.concat(chunk);
  if (all === undefined) return { generations: [], llmOutput: {} };
  const {
    content,
    additional_kwargs,
    response_metadata,
    usage_metadata: usage,
    tool_calls,
    invalid_tool_calls,
    id,
  } = all.message as AIMessage;
  const message = new AIMessage({
    content,
    additional_kwargs,
    response_metadata,
    tool_calls: tool_calls ?? [],
    invalid_tool_calls: invalid_tool_calls ?? [],
    ...(usage === undefined ? {} : { usage_metadata: usage }),
    ...(id === undefined ? {} : { id }),
  });
  return {
    generations: [{ text: all.text, message, generationInfo: all.generationInfo ?? {} }],
    llmOutput: llmOutput(usage),
  };
}
