import { ChatAccumulator } from '../dialect/chat-accumulator.ts';
import { ChunkShaper } from '../dialect/chat-shape.ts';
import type { ChatCompletion, ChatCompletionChunk } from '../wire/index.ts';
import type { Decoder } from './decoder.ts';
import type { StreamSource } from './stream-source.ts';
import { TypedStream } from './typed-stream.ts';

type Fields = Record<string, unknown>;

/** A chat completion on its way, chunk by chunk, in the shape OpenAI would have sent whatever the service. */
export class ChatStream extends TypedStream<ChatCompletionChunk, ChatCompletion> {
  /** `completion` is what the provider's streams end with: a finish reason, `[DONE]`, or either. */
  constructor(source: StreamSource, completion: 'any' | 'finish_reason' | 'done' = 'any') {
    super(source, chatDecoder(completion));
  }
}

function chatDecoder(completion: 'any' | 'finish_reason' | 'done'): Decoder<ChatCompletionChunk, ChatCompletion> {
  const shaper = new ChunkShaper();
  const accumulator = new ChatAccumulator();
  return {
    push: (json: Fields) => {
      const chunk = shaper.shape(json);
      if (chunk === undefined) return undefined;
      accumulator.push(chunk);
      return chunk as unknown as ChatCompletionChunk;
    },
    isLast: () => false,
    get isWhole() {
      return accumulator.isFinished && completion !== 'done';
    },
    doneIsEnough: completion !== 'finish_reason',
    textOf: ({ choices: [choice] }) => (choice?.index === 0 ? (choice.delta.content ?? '') : ''),
    get usage() {
      return accumulator.usage;
    },
    partial: () => accumulator.partial(),
    final: () => accumulator.completion() as unknown as ChatCompletion,
  };
}
