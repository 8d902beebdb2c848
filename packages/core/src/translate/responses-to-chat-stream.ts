import { readErrorBody } from '../dialect/error-body.ts';
import { StreamError } from '../errors/index.ts';
import { lookUp } from '../wire/look-up.ts';
import { ChatChunks } from './chat-chunks.ts';
import { finishReasonOf } from './finish-reason.ts';
import { isObject, type JsonObject, objectsIn, textOr } from './json-object.ts';
import type { ChatAnswerOptions } from './response-to-chat-result.ts';
import { isServerRun } from './server-run.ts';
import { annotationToChat } from './translated-annotation.ts';
import { usageToChat } from './translated-usage.ts';
import { TranslationContext } from './translation-context.ts';

/** How a Responses stream is said as a chat stream. */
export interface ChatStreamOptions extends ChatAnswerOptions {
  /** Whether the caller asked for usage. @default false */
  includeUsage?: boolean;
  /** Whether events may lack item ids and sequence numbers may have gaps. @default false, and true in lenient mode */
  nameless?: boolean;
}

/** What is known of an output item. */
type ItemKind = 'message' | 'reasoning' | 'call' | 'unknown' | 'hidden';

type Handler = (stream: ResponsesToChatStream, event: JsonObject) => JsonObject[];

/** What becomes of each event; the others are the service's own business. */
const EVENTS: Readonly<Record<string, Handler>> = {
  'response.created': (stream, { response }) => stream.start(response),
  'response.queued': (stream, { response }) => stream.start(response),
  'response.in_progress': (stream, { response }) => stream.start(response),
  'response.output_item.added': (stream, event) => stream.itemAdded(event),
  'response.output_item.done': (stream, event) => stream.itemDone(event),
  'response.output_text.delta': (stream, event) => stream.textDelta('content', event),
  'response.output_text.done': (stream, event) => stream.textDone('content', event, event.text),
  'response.output_text.annotation.added': (stream, event) => stream.annotation(event),
  'response.refusal.delta': (stream, event) => stream.textDelta('refusal', event),
  'response.refusal.done': (stream, event) => stream.textDone('refusal', event, event.refusal),
  'response.reasoning_text.delta': (stream, event) => stream.textDelta('reasoning_content', event),
  'response.reasoning_text.done': (stream, event) => stream.textDone('reasoning_content', event, event.text),
  'response.function_call_arguments.delta': (stream, event) => stream.argumentsDelta(event),
  'response.function_call_arguments.done': (stream, event) => stream.argumentsDone(event),
  'response.completed': (stream, event) => stream.finish(event),
  'response.incomplete': (stream, event) => stream.finish(event),
  'response.failed': (stream, event) => stream.fail(event),
  'response.cancelled': (stream, event) => stream.fail(event),
  error: (stream, event) => stream.fail(event),
};

/**
 * Says a Responses stream as chat chunks, one event at a time and synchronously.
 *
 * A failure of the service becomes one `{"error": …}` object, after which nothing more is said. `push` throws
 * `translation` for what breaks the protocol; `end` throws a `StreamError` with the message so far where the stream
 * ended before its last event.
 */
export class ResponsesToChatStream {
  readonly #options: ChatStreamOptions;
  readonly #context: TranslationContext;
  readonly #chunks: ChatChunks;
  readonly #isLoose: boolean;
  readonly #kinds = new Map<string, ItemKind>();
  #sequence: number | undefined;
  #ended = false;

  constructor(options: ChatStreamOptions = {}) {
    this.#options = options;
    this.#context = new TranslationContext('chat->responses', options);
    this.#chunks = new ChatChunks(options.includeUsage === true, options.oldFunctions === true);
    this.#isLoose = options.nameless ?? this.#context.lenient;
  }

  /** Whether the last event has been seen: nothing more will be said. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The chunks that one event becomes. */
  push(event: object): JsonObject[] {
    if (this.#ended) return [];
    const given = event as JsonObject;
    this.#checkSequence(given);
    const handler = lookUp(EVENTS, given.type);
    if (handler !== undefined) return handler(this, given);
    return given.type === undefined && given.error !== undefined ? this.fail(given) : [];
  }

  /** To be called when the stream has ended. */
  end(): JsonObject[] {
    if (this.#ended) return [];
    this.#ended = true;
    const partial = this.#chunks.partial();
    const isEmpty = partial.content === null && partial.tool_calls === undefined && partial.refusal === undefined;
    throw new StreamError('stream_incomplete', 'the stream ended before its response was complete', {
      partial,
      apiCode: 'truncated_stream',
      retryable: isEmpty,
      ...(this.#options.provider === undefined ? {} : { provider: this.#options.provider }),
    });
  }

  start(response: unknown): JsonObject[] {
    return this.#chunks.start(isObject(response) ? response : {});
  }

  itemAdded(event: JsonObject): JsonObject[] {
    const item = isObject(event.item) ? event.item : {};
    const key = keyOf(event, item);
    const kind = this.#kindOf(item, event.output_index);
    this.#kinds.set(key, kind);
    return kind === 'call' ? this.#chunks.call(key, item.call_id, item.name) : [];
  }

  itemDone(event: JsonObject): JsonObject[] {
    const item = isObject(event.item) ? event.item : {};
    const key = keyOf(event, item);
    const before = this.#kinds.has(key) ? [] : this.itemAdded(event);
    return [...before, ...this.#wholeItem(key, item)];
  }

  textDelta(field: 'content' | 'refusal' | 'reasoning_content', event: JsonObject): JsonObject[] {
    const place = this.#partOf(event);
    return place === undefined ? [] : this.#chunks.text(field, place, textOr(event.delta, ''), event.logprobs);
  }

  textDone(field: 'content' | 'refusal' | 'reasoning_content', event: JsonObject, text: unknown): JsonObject[] {
    const place = this.#partOf(event);
    return place === undefined ? [] : this.#chunks.whole(field, place, text);
  }

  annotation(event: JsonObject): JsonObject[] {
    const said = isObject(event.annotation) ? annotationToChat(event.annotation) : undefined;
    return said === undefined ? [] : this.#chunks.annotation(said);
  }

  argumentsDelta(event: JsonObject): JsonObject[] {
    const key = this.#itemOf(event, 'call');
    return key === undefined ? [] : this.#chunks.callArguments(key, textOr(event.delta, ''));
  }

  argumentsDone(event: JsonObject): JsonObject[] {
    const key = this.#itemOf(event, 'call');
    return key === undefined ? [] : this.#chunks.wholeArguments(key, event.arguments);
  }

  finish(event: JsonObject): JsonObject[] {
    const given = isObject(event.response) ? event.response : {};
    const status = event.type === 'response.incomplete' ? 'incomplete' : 'completed';
    const response: JsonObject = { ...given, status: given.status ?? status };
    const said = this.#chunks.start(response);
    for (const [index, item] of objectsIn(response.output).entries()) said.push(...this.#finalItem(item, index));
    // Some services send the text of a short answer only here.
    if (!this.#chunks.hasText('content')) said.push(...this.#chunks.whole('content', 'last', response.output_text));
    const callReason = this.#options.oldFunctions === true ? 'function_call' : 'tool_calls';
    const reason = finishReasonOf(response, this.#chunks.callCount === 0 ? undefined : callReason);
    said.push(...this.#chunks.finish(reason, usageToChat(response.usage)));
    this.#ended = true;
    return said;
  }

  fail(event: JsonObject): JsonObject[] {
    this.#ended = true;
    const holder = isObject(event.response) ? event.response : event;
    const words = readErrorBody(isObject(holder.error) ? { error: holder.error } : { object: 'error', ...event });
    const { message, type, param, code } = words ?? { message: null, type: null, param: null, code: null };
    return [
      {
        error: {
          message: message ?? 'the service could not finish its response',
          type: type ?? 'server_error',
          param,
          code,
        },
      },
    ];
  }

  /** An item of the final response: what its own events have not said yet. */
  #finalItem(item: JsonObject, index: number): JsonObject[] {
    const known = [`#${index}`, textOr(item.id, '#')].find((key) => this.#kinds.has(key));
    if (known !== undefined) return this.#kinds.get(known) === 'unknown' ? [] : this.#wholeItem(known, item);
    const wasSaid = item.type === 'message' ? this.#chunks.hasText('content') : this.#chunks.hasCall(item.call_id);
    return wasSaid ? [] : this.itemDone({ item, output_index: index });
  }

  #wholeItem(key: string, item: JsonObject): JsonObject[] {
    const kind = this.#kinds.get(key);
    if (kind === 'unknown') return this.#chunks.items([item]);
    if (kind === 'call') return this.#chunks.wholeArguments(key, item.arguments);
    if (kind !== 'message' && kind !== 'reasoning') return [];
    return objectsIn(item.content).flatMap((part, index) => {
      const place = `${key}:${index}`;
      if (part.type === 'refusal') return this.#chunks.whole('refusal', place, part.refusal);
      return this.#chunks.whole(kind === 'reasoning' ? 'reasoning_content' : 'content', place, part.text);
    });
  }

  #kindOf(item: JsonObject, index: unknown): ItemKind {
    if (isServerRun(item, this.#options)) return 'hidden';
    if (item.type === 'message' || item.type === 'reasoning') return item.type;
    if (item.type === 'function_call') return 'call';
    const place = `output[${index}]`;
    if (item.type === 'custom_tool_call') {
      this.#context.refuse(
        place,
        'unsupported_tool',
        `\`${place}\` calls a custom tool, which a chat stream cannot carry; send stream: false`,
      );
    }
    this.#context.leaveOut(
      place,
      'unknown_output_item',
      `the stream's \`${place}\` is of the unknown type ${item.type}, which a chat stream cannot hold`,
    );
    return 'unknown';
  }

  /** The place of the text an event belongs to; nothing for a hidden item. */
  #partOf(event: JsonObject): string | undefined {
    const key = this.#itemOf(event, 'message');
    return key === undefined ? undefined : `${key}:${event.content_index ?? 0}`;
  }

  /** The item an event belongs to; nothing for a hidden one. */
  #itemOf(event: JsonObject, kind: 'message' | 'call'): string | undefined {
    const key = keyOf(event);
    const known = this.#kinds.get(key);
    if (known !== undefined) return known === 'hidden' || known === 'unknown' ? undefined : key;
    if (!this.#isLoose) {
      this.#context.refuse(
        'item_id',
        'protocol_error',
        `the stream's ${event.type} belongs to no item that was added; the service does not keep to the Responses protocol`,
      );
    }
    if (kind === 'call') return [...this.#kinds].findLast(([, other]) => other === 'call')?.[0];
    this.#kinds.set(key, 'message');
    return key;
  }

  #checkSequence({ type, sequence_number: number }: JsonObject): void {
    if (typeof number !== 'number') return;
    const expected = this.#sequence === undefined ? number : this.#sequence + 1;
    this.#sequence = number;
    if (number === expected || this.#isLoose) return;
    this.#context.refuse(
      'sequence_number',
      'protocol_error',
      `the stream's ${type} has the number ${number} instead of ${expected}; part of the answer was lost`,
    );
  }
}

/** What tells items apart: their place in the output, or their id where a service gives no place. */
function keyOf(event: JsonObject, item: JsonObject = {}): string {
  if (typeof event.output_index === 'number') return `#${event.output_index}`;
  return textOr(event.item_id ?? item.id, '');
}
