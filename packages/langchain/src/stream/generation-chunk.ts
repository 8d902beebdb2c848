import { ChatGenerationChunk } from '@langchain/core/outputs';
import { messageId } from '../reply/message-id.ts';
import { MODEL_PROVIDER, type ReplyContext, responseMetadata } from '../reply/response-metadata.ts';
import { ColloquyMessageChunk } from './colloquy-message-chunk.ts';
import type { Piece } from './piece.ts';

/** A piece of an answer as LangChain's chunk. */
export function generationChunk({ id, delta, ending }: Piece, context: ReplyContext): ChatGenerationChunk {
  const { text, reasoning, calls } = delta;
  const message = new ColloquyMessageChunk({
    content: text,
    ...(messageId(id) === undefined ? {} : { id: messageId(id) }),
    tool_call_chunks: calls.map((call) => ({ type: 'tool_call_chunk', ...call })),
    additional_kwargs: { ...ending?.kwargs, ...(reasoning === '' ? {} : { reasoning_content: reasoning }) },
    response_metadata: ending === undefined ? { model_provider: MODEL_PROVIDER } : responseMetadata(ending, context),
    ...(ending?.usage === undefined ? {} : { usage_metadata: ending.usage }),
  });
  const finishReason = ending?.finishReason;
  return new ChatGenerationChunk({
    text,
    message,
    generationInfo: finishReason === undefined ? {} : { finish_reason: finishReason },
  });
}
