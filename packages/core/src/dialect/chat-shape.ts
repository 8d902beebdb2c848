import { toSeconds } from './seconds.ts';
import { argumentText, synthesizedId, ToolCallShaper } from './tool-call-shape.ts';

type Fields = Record<string, unknown>;

/** What has been seen of one choice. */
interface ChoiceState {
  started: boolean;
  calls: ToolCallShaper | undefined;
}

/**
 * Puts the chunks of one chat stream into the shape OpenAI would have sent, in place.
 *
 * One id and time for the whole stream; a role on the first delta; `choices`, `index` and `delta` always there;
 * reasoning under one name; every tool call with an index, an id on its first fragment only, and text arguments.
 */
export class ChunkShaper {
  #id: unknown;
  #created = 0;
  #model: unknown;
  #early: Fields | undefined;
  readonly #choices = new Map<number, ChoiceState>();

  /**
   * Shapes the next chunk of the stream and returns it.
   *
   * A first frame that is no chunk, such as Open WebUI's `sources`, has no place in OpenAI's stream: `undefined` is
   * returned for it, and its fields are handed on with the first chunk.
   */
  shape(given: Fields): Fields | undefined {
    if (this.#id === undefined && isNoChunk(given)) {
      this.#early = { ...this.#early, ...given };
      return undefined;
    }
    const chunk = this.#early === undefined ? given : { ...this.#early, ...given };
    this.#early = undefined;
    if (this.#id === undefined) {
      this.#id = chunk['id'] || unnamedId();
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
      state.calls ??= new ToolCallShaper(this.#id);
      for (const fragment of delta['tool_calls'] as Fields[]) state.calls.shape(fragment);
    }
  }

  #choice(index: number): ChoiceState {
    let state = this.#choices.get(index);
    if (state === undefined) {
      state = { started: false, calls: undefined };
      this.#choices.set(index, state);
    }
    return state;
  }
}

/** Whether a frame neither answers nor counts: it was sent before the answer began. */
function isNoChunk({ choices, usage }: Fields): boolean {
  return (usage === undefined || usage === null) && !(Array.isArray(choices) && choices.length > 0);
}

/** Puts a whole chat completion into the shape OpenAI would have sent, in place. */
export function shapeCompletion(completion: Fields): Fields {
  completion['id'] ||= unnamedId();
  completion['object'] ??= 'chat.completion';
  completion['created'] = toSeconds(completion['created']);
  if (!Array.isArray(completion['choices'])) completion['choices'] = [];
  (completion['choices'] as Fields[]).forEach((choice, at) => {
    choice['index'] ??= at;
    choice['logprobs'] ??= null;
    choice['finish_reason'] ??= 'stop';
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

/** An answer that came without an id: its calls get theirs from it, and those of two turns must not be the same. */
function unnamedId(): string {
  return `chatcmpl-${crypto.randomUUID().replaceAll('-', '')}`;
}
