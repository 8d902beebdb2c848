import { type AnswerReader, type Delta, DeltaBuilder, type Ending } from './answer.ts';
import { chatEnding, unknownChatFields } from './chat-answers.ts';

type Fields = Record<string, unknown>;

const STREAMED: ReadonlySet<string> = new Set(['role', 'content', 'reasoning_content', 'tool_calls']);

/** Reads the chunks of a chat stream with one choice. */
export class ChatReader implements AnswerReader<object> {
  #head: Fields = {};
  #choice: Fields = {};
  #unknown: Fields = {};
  readonly #message: Fields = {};
  readonly #logprobs: { content: unknown[]; refusal: unknown[] } = { content: [], refusal: [] };

  get id(): string | undefined {
    return this.#head['id'] as string | undefined;
  }

  read(items: readonly object[]): Delta {
    const delta = new DeltaBuilder();
    for (const item of items) this.#chunk(item as Fields, delta);
    return delta;
  }

  end(): Ending {
    const { content, refusal } = this.#logprobs;
    const logprobs =
      content.length + refusal.length > 0 ? { content, refusal: refusal.length > 0 ? refusal : null } : undefined;
    return chatEnding(this.#head, { ...this.#choice, logprobs }, this.#message, this.#unknown);
  }

  #chunk(chunk: Fields, delta: DeltaBuilder): void {
    const { usage } = chunk;
    if (this.#head['id'] === undefined) this.#head = { ...chunk, usage: undefined };
    // Usage may come with every chunk, as a running total: the last one counts.
    if (usage !== undefined && usage !== null) this.#head['usage'] = usage;
    this.#unknown = Object.assign(this.#unknown, unknownChatFields(chunk));
    const choice = (chunk['choices'] as Fields[])[0];
    if (choice === undefined) return;
    if (typeof choice['finish_reason'] === 'string') this.#choice = { finish_reason: choice['finish_reason'] };
    if (choice['logprobs']) this.#addLogprobs(choice['logprobs'] as Fields);
    this.#delta(choice['delta'] as Fields, delta);
  }

  #delta(said: Fields, delta: DeltaBuilder): void {
    const { content, reasoning_content: reasoning, tool_calls: calls } = said;
    if (typeof content === 'string') delta.text += content;
    if (typeof reasoning === 'string') delta.reasoning += reasoning;
    if (Array.isArray(calls)) for (const call of calls) addCall(call, delta);
    for (const key in said) if (!STREAMED.has(key)) this.#keep(key, said[key]);
  }

  /** Texts grow, lists grow, anything else is replaced. */
  #keep(key: string, value: unknown): void {
    if (key === '__proto__' || value === null || value === undefined) return;
    const before = this.#message[key];
    if (typeof before === 'string' && typeof value === 'string') this.#message[key] = before + value;
    else if (Array.isArray(before) && Array.isArray(value)) before.push(...value);
    else if (typeof before === 'object' && !Array.isArray(value))
      this.#message[key] = grown(before as Fields, value as Fields);
    else this.#message[key] = Array.isArray(value) ? [...value] : value;
  }

  #addLogprobs({ content, refusal }: Fields): void {
    if (Array.isArray(content)) this.#logprobs.content.push(...content);
    if (Array.isArray(refusal)) this.#logprobs.refusal.push(...refusal);
  }
}

/** Spoken audio comes as pieces of base64 and of its transcript. */
const PIECES: ReadonlySet<string> = new Set(['data', 'transcript', 'arguments', 'name']);

function grown(before: Fields, value: Fields): Fields {
  const after = { ...before, ...value };
  for (const key in value) {
    if (PIECES.has(key) && typeof before[key] === 'string') after[key] = `${before[key]}${value[key]}`;
  }
  return after;
}

function addCall(call: Fields, delta: DeltaBuilder): void {
  const fn = (call['function'] ?? {}) as Fields;
  delta.call({
    index: call['index'] as number,
    ...(typeof call['id'] === 'string' ? { id: call['id'] } : {}),
    ...(typeof fn['name'] === 'string' ? { name: fn['name'] } : {}),
    args: typeof fn['arguments'] === 'string' ? fn['arguments'] : '',
  });
}
