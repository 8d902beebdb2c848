import { toSeconds } from './seconds.ts';

type Fields = Record<string, unknown>;

/** An index a service may plausibly send; anything else is given a place of its own instead of a sparse array. */
const MAX_INDEX = 128;

/** One tool call of a stream, as far as it is known. */
interface KnownCall {
  readonly index: number;
  readonly id: string;
  name: string;
}

/** What has been seen of one choice. */
interface ChoiceState {
  started: boolean;
  readonly byExternal: Map<unknown, KnownCall>;
  readonly byId: Map<string, KnownCall>;
  last: KnownCall | undefined;
}

/**
 * Puts the chunks of one chat stream into the shape OpenAI would have sent, in place.
 *
 * One id and time for the whole stream; a role on the first delta; `choices`, `index` and `delta` always there;
 * reasoning under one name; every tool call with an index, an id on its first fragment only, and text arguments. Tool
 * calls are told apart by id, by index, or, where a service sends neither, by their names.
 */
export class ChunkShaper {
  #id: unknown;
  #created = 0;
  #model: unknown;
  readonly #choices = new Map<number, ChoiceState>();

  /** Shapes the next chunk of the stream and returns it. */
  shape(chunk: Fields): Fields {
    if (this.#id === undefined) {
      this.#id = chunk['id'] ?? 'chatcmpl-unnamed';
      this.#created = toSeconds(chunk['created']);
      this.#model = chunk['model'] ?? '';
    }
    if (chunk['id'] !== this.#id) chunk['id'] = this.#id;
    if (chunk['created'] !== this.#created) chunk['created'] = this.#created;
    if (chunk['model'] === undefined) chunk['model'] = this.#model;
    if (chunk['object'] === undefined) chunk['object'] = 'chat.completion.chunk';
    const choices = chunk['choices'];
    if (!Array.isArray(choices)) {
      chunk['choices'] = [];
      return chunk;
    }
    for (let at = 0; at < choices.length; at += 1) this.#shapeChoice(choices[at] as Fields, at);
    return chunk;
  }

  #shapeChoice(choice: Fields, at: number): void {
    if (typeof choice['index'] !== 'number') choice['index'] = at;
    const state = this.#choice(choice['index'] as number);
    if (typeof choice['delta'] !== 'object' || choice['delta'] === null) choice['delta'] = {};
    if (choice['finish_reason'] === undefined) choice['finish_reason'] = null;
    const delta = choice['delta'] as Fields;
    if (!state.started) {
      state.started = true;
      if (typeof delta['role'] !== 'string' || delta['role'] === '') delta['role'] = 'assistant';
    }
    foldReasoning(delta);
    if (Array.isArray(delta['tool_calls'])) {
      for (const fragment of delta['tool_calls'] as Fields[]) shapeCall(fragment, state, this.#id);
    }
  }

  #choice(index: number): ChoiceState {
    let state = this.#choices.get(index);
    if (state === undefined) {
      state = { started: false, byExternal: new Map(), byId: new Map(), last: undefined };
      this.#choices.set(index, state);
    }
    return state;
  }
}

/** Puts a whole chat completion into the shape OpenAI would have sent, in place. */
export function shapeCompletion(completion: Fields): Fields {
  completion['object'] ??= 'chat.completion';
  completion['created'] = toSeconds(completion['created']);
  if (!Array.isArray(completion['choices'])) completion['choices'] = [];
  (completion['choices'] as Fields[]).forEach((choice, at) => {
    choice['index'] ??= at;
    choice['logprobs'] ??= null;
    const message = (choice['message'] ?? {}) as Fields;
    choice['message'] = message;
    message['role'] ??= 'assistant';
    message['content'] ??= null;
    message['refusal'] ??= null;
    foldReasoning(message);
    if (!Array.isArray(message['tool_calls'])) return;
    (message['tool_calls'] as Fields[]).forEach((call, index) => {
      call['id'] ||= synthesizedId(completion['id'], index);
      call['type'] ??= 'function';
      delete call['index'];
      const fn = call['function'] as Fields | undefined;
      if (fn !== undefined) fn['arguments'] = argumentText(fn['arguments']);
    });
  });
  return completion;
}

/** vLLM and OpenRouter say `reasoning`, DeepSeek and Open WebUI `reasoning_content`; both at once are the same text. */
function foldReasoning(message: Fields): void {
  if (message['reasoning'] === undefined) return;
  if (typeof message['reasoning'] === 'string' && message['reasoning_content'] === undefined) {
    message['reasoning_content'] = message['reasoning'];
  }
  delete message['reasoning'];
}

function shapeCall(fragment: Fields, state: ChoiceState, streamId: unknown): void {
  const fn = (
    typeof fragment['function'] === 'object' && fragment['function'] !== null ? fragment['function'] : undefined
  ) as Fields | undefined;
  const name = typeof fn?.['name'] === 'string' ? fn['name'] : '';
  const id = typeof fragment['id'] === 'string' ? fragment['id'] : '';
  const known = find(state, fragment['index'], id, name);
  if (fn?.['arguments'] !== undefined) fn['arguments'] = argumentText(fn['arguments']);

  if (known === undefined) {
    const call = open(state, fragment['index'], id, name, streamId);
    fragment['index'] = call.index;
    fragment['id'] = call.id;
    fragment['type'] ??= 'function';
    fragment['function'] = { ...fn, name, arguments: fn?.['arguments'] ?? '' };
    return;
  }
  fragment['index'] = known.index;
  delete fragment['id'];
  if (fn === undefined || fn['name'] === undefined) return;
  // Some services repeat the name on every fragment, others split it.
  if (name === '' || name === known.name) delete fn['name'];
  else known.name += name;
}

/** The call a fragment continues, or `undefined` where it begins one. */
function find(state: ChoiceState, external: unknown, id: string, name: string): KnownCall | undefined {
  if (id !== '') {
    const byId = state.byId.get(id);
    if (byId !== undefined) return byId;
    // An id that was not seen begins a call, even under an index that was: Ollama sends index 0 for every call.
    const same = typeof external === 'number' ? state.byExternal.get(external) : undefined;
    return same !== undefined && isSynthesized(same.id) ? same : undefined;
  }
  if (typeof external === 'number') return state.byExternal.get(external);
  return name === '' ? state.last : undefined;
}

function open(state: ChoiceState, external: unknown, id: string, name: string, streamId: unknown): KnownCall {
  const taken = new Set([...state.byId.values()].map((call) => call.index));
  let index = state.byId.size;
  if (typeof external === 'number' && external >= 0 && external < MAX_INDEX && !taken.has(external)) index = external;
  while (taken.has(index)) index += 1;
  const call: KnownCall = { index, id: id === '' ? synthesizedId(streamId, index) : id, name };
  state.byId.set(call.id, call);
  if (external !== undefined) state.byExternal.set(external, call);
  state.last = call;
  return call;
}

function synthesizedId(streamId: unknown, index: number): string {
  return `call_${String(streamId)
    .replace(/[^a-zA-Z0-9]/g, '')
    .slice(-24)}_c${index}`;
}

function isSynthesized(id: string): boolean {
  return /_c\d+$/.test(id);
}

/** Ollama's arguments are an object where OpenAI's are its text. */
function argumentText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}
