import { AIMessage } from '@langchain/core/messages';
import type { ChatGeneration } from '@langchain/core/outputs';
import type { Answer } from './answer.ts';
import { messageId } from './message-id.ts';
import { type ReplyContext, responseMetadata } from './response-metadata.ts';
import { toolCalls } from './tool-calls.ts';

/** A whole answer as LangChain's generation. */
export function generation(answer: Answer, context: ReplyContext): ChatGeneration {
  const { id, text, reasoning, calls, usage, kwargs } = answer;
  const message = new AIMessage({
    ...(messageId(id) === undefined ? {} : { id: messageId(id) }),
    content: text,
    ...toolCalls(calls),
    additional_kwargs: { ...kwargs, ...(reasoning === '' ? {} : { reasoning_content: reasoning }) },
    response_metadata: responseMetadata(answer, context),
    ...(usage === undefined ? {} : { usage_metadata: usage }),
  });
  return {
    text,
    message,
    generationInfo: answer.finishReason === undefined ? {} : { finish_reason: answer.finishReason },
  };
}
