import type { ChatModelStreamEvent, FinishReason } from '@langchain/core/language_models/event';
import { citations, reasoningMarks } from '../blocks/content-blocks.ts';
import type { CallPiece } from '../reply/answer.ts';
import { messageId } from '../reply/message-id.ts';
import { type ReplyContext, responseMetadata } from '../reply/response-metadata.ts';
import { parsedArgs } from '../reply/tool-calls.ts';
import type { Piece } from './piece.ts';

type Fields = Record<string, unknown>;
type Block = Extract<ChatModelStreamEvent, { event: 'content-block-start' }>['content'];

const REASONS: Readonly<Record<string, FinishReason>> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'content_filter',
};

/** LangChain's content-block events of a streamed answer. */
export class ModelEvents {
  readonly #context: ReplyContext;
  readonly #indexes = new Map<string, number>();
  readonly #blocks: Fields[] = [];
  #started = false;

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  /** The events of the next piece. */
  *push({ id, delta, ending }: Piece): Generator<ChatModelStreamEvent> {
    if (!this.#started) {
      this.#started = true;
      yield { event: 'message-start', ...(messageId(id) === undefined ? {} : { id: messageId(id) }) };
    }
    const { text, reasoning, calls } = delta;
    if (reasoning !== '') {
      const block = yield* this.#block('reasoning', { type: 'reasoning', reasoning: '' });
      block['reasoning'] += reasoning;
      yield {
        event: 'content-block-delta',
        index: this.#index('reasoning'),
        delta: { type: 'reasoning-delta', reasoning },
      };
    }
    if (text !== '') {
      const block = yield* this.#block('text', { type: 'text', text: '' });
      block['text'] += text;
      yield { event: 'content-block-delta', index: this.#index('text'), delta: { type: 'text-delta', text } };
    }
    for (const call of calls) yield* this.#call(call);
    if (ending === undefined) return;
    for (const [index, block] of this.#blocks.entries()) {
      yield { event: 'content-block-finish', index, content: finishedBlock(block, ending.kwargs) as Block };
    }
    const { usage, finishReason } = ending;
    if (usage !== undefined) yield { event: 'usage', usage };
    yield {
      event: 'message-finish',
      reason: REASONS[finishReason ?? 'stop'] ?? 'stop',
      ...(usage === undefined ? {} : { usage }),
      responseMetadata: responseMetadata(ending, this.#context),
    };
  }

  *#call({ index: place, id, name, args }: CallPiece): Generator<ChatModelStreamEvent> {
    const key = `call:${place}`;
    const block = yield* this.#block(key, { type: 'tool_call_chunk', id, name, args: '', index: place });
    block['args'] += args;
    yield {
      event: 'content-block-delta',
      index: this.#index(key),
      delta: {
        type: 'block-delta',
        fields: { type: 'tool_call_chunk', id: block['id'], name: block['name'], args: block['args'] },
      },
    };
  }

  *#block(key: string, initial: Fields): Generator<ChatModelStreamEvent, Fields> {
    const known = this.#indexes.get(key);
    if (known !== undefined) return this.#blocks[known] as Fields;
    const index = this.#blocks.length;
    this.#indexes.set(key, index);
    this.#blocks.push({ ...initial });
    yield { event: 'content-block-start', index, content: initial as Block };
    return this.#blocks[index] as Fields;
  }

  #index(key: string): number {
    return this.#indexes.get(key) as number;
  }
}

function finishedBlock(block: Fields, kwargs: Fields): Fields {
  if (block['type'] === 'reasoning') return { ...block, ...reasoningMarks(kwargs) };
  if (block['type'] === 'text') {
    const annotations = citations(kwargs);
    return annotations.length === 0 ? block : { ...block, annotations };
  }
  const { id, name, args } = block;
  const parsed = parsedArgs(String(args));
  if (parsed !== undefined) return { type: 'tool_call', id, name, args: parsed };
  return { type: 'invalid_tool_call', id, name, args, error: 'the arguments are not a JSON object' };
}
