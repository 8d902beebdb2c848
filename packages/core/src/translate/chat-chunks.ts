import { toSeconds } from '../dialect/seconds.ts';
import type { PartialMessage } from '../errors/index.ts';
import { type JsonObject, textOr } from './json-object.ts';
import { StreamedText } from './streamed-text.ts';
import { completionId } from './translated-id.ts';

/** One tool call as it has been handed on. */
interface SentCall {
  readonly index: number;
  readonly id: unknown;
  readonly name: unknown;
}

/** Writes the chunks of one chat stream: one id, one role, running numbers for the calls, nothing twice. */
export class ChatChunks {
  readonly #includeUsage: boolean;
  readonly #oldFunctions: boolean;
  readonly #texts = new StreamedText();
  readonly #calls = new Map<string, SentCall>();
  #head: JsonObject = { id: completionId(''), object: 'chat.completion.chunk', created: 0, model: '' };
  #started = false;

  constructor(includeUsage: boolean, oldFunctions: boolean) {
    this.#includeUsage = includeUsage;
    this.#oldFunctions = oldFunctions;
  }

  get callCount(): number {
    return this.#calls.size;
  }

  /** The chunk with the role, where there was none yet; `response` names the stream. */
  start(response: JsonObject): JsonObject[] {
    if (this.#started) return [];
    this.#started = true;
    const { id, created_at: created, model } = response;
    this.#head = {
      id: completionId(id),
      object: 'chat.completion.chunk',
      created: toSeconds(created),
      model: textOr(model, ''),
    };
    return [this.#chunk({ role: 'assistant', content: '' })];
  }

  /** A piece of text: `place` tells the texts of one stream apart, `field` is the delta's. */
  text(
    field: 'content' | 'refusal' | 'reasoning_content',
    place: string,
    delta: string,
    logprobs?: unknown,
  ): JsonObject[] {
    if (delta === '') return [];
    this.#texts.delta(`${field}:${place}`, delta);
    return [...this.start({}), this.#chunk({ [field]: delta }, null, logprobs)];
  }

  /** What is left of a text that is now known whole. */
  whole(field: 'content' | 'refusal' | 'reasoning_content', place: string, text: unknown): JsonObject[] {
    const rest = this.#texts.rest(`${field}:${place}`, textOr(text, ''));
    return rest === '' ? [] : [...this.start({}), this.#chunk({ [field]: rest })];
  }

  hasText(field: 'content'): boolean {
    return this.#texts.all(`${field}:`) !== '';
  }

  hasCall(id: unknown): boolean {
    return [...this.#calls.values()].some((call) => call.id === id);
  }

  /** A citation. */
  annotation(annotation: JsonObject): JsonObject[] {
    return [...this.start({}), this.#chunk({ annotations: [annotation] })];
  }

  /** Items that chat has no form for. */
  items(items: readonly JsonObject[]): JsonObject[] {
    return [...this.start({}), this.#chunk({ x_colloquy_items: items })];
  }

  /** The beginning of a call, where it has not begun yet. */
  call(key: string, id: unknown, name: unknown): JsonObject[] {
    if (this.#calls.has(key)) return [];
    const call = { index: this.#calls.size, id, name };
    this.#calls.set(key, call);
    const started = { name, arguments: '' };
    const delta = this.#oldFunctions
      ? { function_call: started }
      : { tool_calls: [{ index: call.index, id, type: 'function', function: started }] };
    return [...this.start({}), this.#chunk(delta)];
  }

  /** A piece of a call's arguments. */
  callArguments(key: string, delta: string): JsonObject[] {
    if (delta === '') return [];
    this.#texts.delta(`call:${key}`, delta);
    return [this.#argumentsChunk(key, delta)];
  }

  /** What is left of a call's arguments, now known whole. */
  wholeArguments(key: string, given: unknown): JsonObject[] {
    const rest = this.#texts.rest(`call:${key}`, textOr(given, ''));
    return rest === '' ? [] : [this.#argumentsChunk(key, rest)];
  }

  /** The last chunks: why the answer ended, and its usage where it was asked for and is known. */
  finish(reason: string, usage: JsonObject | null): JsonObject[] {
    const last = [...this.start({}), this.#chunk({}, reason)];
    if (this.#includeUsage && usage !== null) last.push({ ...this.#head, choices: [], usage });
    return last;
  }

  /** The message so far. */
  partial(): PartialMessage {
    const text = this.#texts.all('content:');
    const reasoning = this.#texts.all('reasoning_content:');
    const refusal = this.#texts.all('refusal:');
    const calls = [...this.#calls].map(([key, { id, name }]) => ({
      id: String(id),
      type: 'function' as const,
      function: { name: String(name), arguments: this.#texts.all(`call:${key}`) },
    }));
    return {
      role: 'assistant',
      content: text === '' ? null : text,
      ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
      ...(refusal === '' ? {} : { refusal }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    };
  }

  #argumentsChunk(key: string, delta: string): JsonObject {
    const { index } = this.#calls.get(key) as SentCall;
    const said = { arguments: delta };
    return this.#chunk(this.#oldFunctions ? { function_call: said } : { tool_calls: [{ index, function: said }] });
  }

  #chunk(delta: JsonObject, finishReason: string | null = null, logprobs?: unknown): JsonObject {
    const known = Array.isArray(logprobs) && logprobs.length > 0 ? { content: logprobs, refusal: null } : null;
    const choice = { index: 0, delta, logprobs: known, finish_reason: finishReason };
    return { ...this.#head, choices: [choice], ...(this.#includeUsage ? { usage: null } : {}) };
  }
}
