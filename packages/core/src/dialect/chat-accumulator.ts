import type { PartialMessage, PartialToolCall } from '../errors/index.ts';

type Fields = Record<string, unknown>;

/** What has come of one choice. */
interface ChoiceSoFar {
  content: string | null;
  reasoning: string;
  refusal: string;
  finishReason: string | null;
  logprobs: { content: unknown[]; refusal: unknown[] } | undefined;
  calls: Map<number, PartialToolCall> | undefined;
  /** Fields of the message that no one here knows, such as `annotations` and `audio`. */
  readonly rest: Fields;
}

const KNOWN = new Set(['role', 'content', 'reasoning_content', 'refusal', 'tool_calls']);

/** Adds up the shaped chunks of one chat stream into the completion it would have been without streaming. */
export class ChatAccumulator {
  readonly #choices = new Map<number, ChoiceSoFar>();
  #head: Fields = {};
  #usage: unknown;

  /** Takes the next chunk; it must have been put into OpenAI's shape. */
  push(chunk: Fields): void {
    if (this.#head['id'] === undefined) this.#head = chunk;
    // Some services send usage with every chunk, as a running total: the last one counts.
    if (chunk['usage'] !== undefined && chunk['usage'] !== null) this.#usage = chunk['usage'];
    const choices = chunk['choices'] as Fields[];
    for (const choice of choices) this.#add(choice);
  }

  /** Whether every choice that began has a finish reason, and at least one did. */
  get isFinished(): boolean {
    if (this.#choices.size === 0) return false;
    for (const choice of this.#choices.values()) if (choice.finishReason === null) return false;
    return true;
  }

  /** The usage, where the service sent one. */
  get usage(): unknown {
    return this.#usage;
  }

  /** The first choice's message so far. */
  partial(): PartialMessage {
    const choice = this.#choices.get(0) ?? this.#choices.values().next().value;
    if (choice === undefined) return { role: 'assistant', content: null };
    return messageOf(choice) as unknown as PartialMessage;
  }

  /** The completion; where the stream never said why it ended, `finish_reason` is `stop`. */
  completion(): Fields {
    const choices = [...this.#choices.entries()]
      .sort(([a], [b]) => a - b)
      .map(([index, choice]) => ({
        index,
        message: { refusal: null, ...messageOf(choice) },
        logprobs: choice.logprobs === undefined ? null : logprobsOf(choice.logprobs),
        finish_reason: choice.finishReason ?? (choice.calls !== undefined ? 'tool_calls' : 'stop'),
      }));
    const { id, created, model, system_fingerprint, service_tier } = this.#head;
    return {
      id,
      object: 'chat.completion',
      created,
      model,
      choices,
      ...(this.#usage === undefined ? {} : { usage: this.#usage }),
      ...(system_fingerprint === undefined ? {} : { system_fingerprint }),
      ...(service_tier === undefined ? {} : { service_tier }),
    };
  }

  #add(choice: Fields): void {
    const index = choice['index'] as number;
    let known = this.#choices.get(index);
    if (known === undefined) {
      known = emptyChoice();
      this.#choices.set(index, known);
    }
    if (typeof choice['finish_reason'] === 'string') known.finishReason = choice['finish_reason'];
    if (choice['logprobs']) addLogprobs(known, choice['logprobs'] as Fields);
    const delta = choice['delta'] as Fields;
    if (typeof delta['content'] === 'string') known.content = (known.content ?? '') + delta['content'];
    if (typeof delta['reasoning_content'] === 'string') known.reasoning += delta['reasoning_content'];
    if (typeof delta['refusal'] === 'string') known.refusal += delta['refusal'];
    if (Array.isArray(delta['tool_calls'])) for (const call of delta['tool_calls']) addCall(known, call as Fields);
    for (const key in delta) {
      if (!KNOWN.has(key) && key !== '__proto__') known.rest[key] = added(key, known.rest[key], delta[key]);
    }
  }
}

/** Fields of other objects in a delta whose text comes in pieces. */
const IN_PIECES: Readonly<Record<string, readonly string[]>> = {
  function_call: ['name', 'arguments'],
  audio: ['data', 'transcript'],
};

/** A field of the message with what a delta brings: lists grow, texts in pieces are joined, the rest is replaced. */
function added(key: string, known: unknown, given: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(given)) return [...known, ...given];
  const texts = Object.hasOwn(IN_PIECES, key) ? IN_PIECES[key] : undefined;
  if (texts === undefined || !isFields(known) || !isFields(given)) return given;
  const joined = texts
    .filter((name) => name in known || name in given)
    .map((name) => [name, `${known[name] ?? ''}${given[name] ?? ''}`]);
  return { ...known, ...given, ...Object.fromEntries(joined) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function emptyChoice(): ChoiceSoFar {
  return {
    content: null,
    reasoning: '',
    refusal: '',
    finishReason: null,
    logprobs: undefined,
    calls: undefined,
    rest: {},
  };
}

function addCall(choice: ChoiceSoFar, fragment: Fields): void {
  const index = fragment['index'] as number;
  const fn = (fragment['function'] ?? {}) as Fields;
  choice.calls ??= new Map();
  let call = choice.calls.get(index);
  if (call === undefined) {
    call = { id: String(fragment['id'] ?? ''), type: 'function', function: { name: '', arguments: '' } };
    choice.calls.set(index, call);
  }
  if (typeof fn['name'] === 'string') call.function.name += fn['name'];
  if (typeof fn['arguments'] === 'string') call.function.arguments += fn['arguments'];
}

function addLogprobs(choice: ChoiceSoFar, logprobs: Fields): void {
  choice.logprobs ??= { content: [], refusal: [] };
  if (Array.isArray(logprobs['content'])) choice.logprobs.content.push(...logprobs['content']);
  if (Array.isArray(logprobs['refusal'])) choice.logprobs.refusal.push(...logprobs['refusal']);
}

function logprobsOf({ content, refusal }: { content: unknown[]; refusal: unknown[] }): Fields {
  return { content: content.length > 0 ? content : null, refusal: refusal.length > 0 ? refusal : null };
}

function messageOf(choice: ChoiceSoFar): Fields {
  const calls = [...(choice.calls ?? [])].sort(([a], [b]) => a - b).map(([, call]) => call);
  return {
    role: 'assistant',
    content: choice.content === '' && calls.length > 0 ? null : choice.content,
    ...(choice.reasoning === '' ? {} : { reasoning_content: choice.reasoning }),
    ...(choice.refusal === '' ? {} : { refusal: choice.refusal }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...choice.rest,
  };
}
