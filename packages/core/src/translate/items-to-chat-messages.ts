import { lookUp } from '../wire/look-up.ts';
import { isHostedItem } from './hosted-types.ts';
import { inputToContent, outputToContent } from './input-parts-to-chat.ts';
import { isGiven, isObject, type JsonObject, objectsIn, textOr } from './json-object.ts';
import type { TranslationContext } from './translation-context.ts';
import type { ResponsesToChatOptions } from './translation-options.ts';

type ItemRule = (history: ChatHistory, item: JsonObject, place: string) => void;

const ITEMS: Readonly<Record<string, ItemRule>> = {
  message: (history, item, place) => history.message(item, place),
  function_call: (history, item, place) => history.functionCall(item, place),
  function_call_output: (history, item, place) => history.toolOutput(item, place),
  custom_tool_call: (history, item, place) => history.customCall(item, place),
  custom_tool_call_output: (history, item, place) => history.toolOutput(item, place),
  reasoning: (history, item, place) => history.reasoning(item, place),
  item_reference: (history, _item, place) => history.reference(place),
};

/** Responses items as chat messages, in order; `place` is the path of their list, such as `input`. */
export function itemsToMessages(
  items: readonly unknown[],
  place: string,
  options: ResponsesToChatOptions,
  context: TranslationContext,
): JsonObject[] {
  const history = new ChatHistory(options, context);
  for (const [index, item] of items.entries()) history.push(item, `${place}[${index}]`);
  return history.end();
}

/** Chat messages as they are put together from items: an assistant's text, reasoning and calls become one message. */
class ChatHistory {
  readonly #messages: JsonObject[] = [];
  readonly #options: ResponsesToChatOptions;
  readonly #context: TranslationContext;
  readonly #calls = new Set<unknown>();
  /** The assistant message that further calls belong to. */
  #open: JsonObject | undefined;
  #reasoning = '';

  constructor(options: ResponsesToChatOptions, context: TranslationContext) {
    this.#options = options;
    this.#context = context;
  }

  push(item: unknown, place: string): void {
    if (!isObject(item)) this.#context.refuse(place, 'invalid_value', `\`${place}\` must be an object`);
    const type = item.type ?? 'message';
    const rule = lookUp(ITEMS, type);
    if (rule !== undefined) rule(this, item, place);
    else if (isHostedItem(type)) {
      this.#context.refuse(
        place,
        'unsupported_tool',
        `\`${place}\` is a ${type}, which only the service that ran it understands; leave it out`,
      );
    } else
      this.#context.refuse(place, 'unknown_input_item', `\`${place}\` is of the unknown type ${type}; leave it out`);
  }

  end(): JsonObject[] {
    this.#close();
    return this.#messages;
  }

  message(item: JsonObject, place: string): void {
    if (isGiven(item.phase))
      this.#context.warn(`${place}.phase`, `\`${place}.phase\` has no place in Chat Completions and was left out`);
    if (item.role === 'assistant') {
      this.#assistant(item, place);
      return;
    }
    this.#close();
    const content = inputToContent(item.content, `${place}.content`, this.#options, this.#context);
    this.#messages.push({ role: item.role ?? 'user', content });
  }

  functionCall(item: JsonObject, place: string): void {
    this.#call(item, place, { type: 'function', function: { name: item.name, arguments: item.arguments } });
    // A service that ran the call itself puts the output where it stands.
    if (isGiven(item.output)) this.toolOutput(item, place);
  }

  customCall(item: JsonObject, place: string): void {
    this.#call(item, place, { type: 'custom', custom: { name: item.name, input: item.input } });
  }

  toolOutput(item: JsonObject, place: string): void {
    if (!this.#calls.has(item.call_id)) {
      this.#context.refuse(
        `${place}.call_id`,
        'orphan_tool_output',
        `\`${place}.call_id\` matches no earlier call; send the function_call item before it`,
      );
    }
    this.#close();
    this.#messages.push({
      role: 'tool',
      tool_call_id: item.call_id,
      content: outputToContent(item.output, `${place}.output`, this.#context),
    });
  }

  reasoning(item: JsonObject, place: string): void {
    const text = objectsIn(item.content)
      .map((part) => part.text)
      .join('');
    if (text !== '') {
      this.#reasoning += text;
      return;
    }
    if (isGiven(item.encrypted_content)) {
      this.#context.leaveOut(
        `${place}.encrypted_content`,
        'unsupported_content',
        `\`${place}\` is encrypted reasoning, which a chat service cannot read; leave the item out`,
      );
    } else if (objectsIn(item.summary).length > 0) {
      this.#context.leaveOut(
        `${place}.summary`,
        'unsupported_content',
        `\`${place}\` summarises reasoning, for which chat has no place; leave the item out`,
      );
    }
  }

  reference(place: string): void {
    this.#context.refuse(
      place,
      'stateless_backend',
      `\`${place}\` refers to an item that this service does not keep; send the item itself`,
    );
  }

  #assistant(item: JsonObject, place: string): void {
    const { content } = item;
    const parts = typeof content === 'string' ? [{ type: 'output_text', text: content }] : objectsIn(content);
    const stranger = parts.findIndex(
      ({ type }) => type !== 'output_text' && type !== 'input_text' && type !== 'text' && type !== 'refusal',
    );
    if (stranger >= 0) {
      const at = `${place}.content[${stranger}]`;
      this.#context.refuse(
        at,
        'unsupported_content',
        `\`${at}\` of an assistant message must be of type output_text or refusal`,
      );
    }
    const texts = parts.filter(({ type }) => type !== 'refusal').map((part) => part.text);
    const refusals = parts.filter(({ type }) => type === 'refusal').map((part) => (part as JsonObject).refusal);
    this.#start(texts.length > 0 || refusals.length === 0 ? texts.join('') : null);
    if (refusals.length > 0) (this.#open as JsonObject).refusal = refusals.join('');
  }

  #call(item: JsonObject, place: string, call: JsonObject): void {
    const { call_id: id } = item;
    if (typeof id !== 'string' || id === '') {
      this.#context.refuse(
        `${place}.call_id`,
        'invalid_value',
        `\`${place}.call_id\` is missing; give the id the service gave`,
      );
    }
    if (this.#calls.has(id)) {
      this.#context.refuse(
        `${place}.call_id`,
        'duplicate_call_id',
        `\`${place}.call_id\` is "${id}", which an earlier call has; give each call an id of its own`,
      );
    }
    this.#calls.add(id);
    if (this.#open === undefined) this.#start(null);
    else this.#addReasoning();
    const message = this.#open as unknown as { tool_calls?: JsonObject[] };
    message.tool_calls ??= [];
    message.tool_calls.push({ id, ...call });
  }

  #start(content: string | null): void {
    this.#open = { role: 'assistant', content };
    this.#addReasoning();
    this.#messages.push(this.#open);
  }

  #addReasoning(): void {
    if (this.#reasoning === '' || this.#open === undefined) return;
    this.#open.reasoning_content = textOr(this.#open.reasoning_content, '') + this.#reasoning;
    this.#reasoning = '';
  }

  /** Ends the assistant's turn; reasoning that nothing followed is a turn of its own. */
  #close(): void {
    if (this.#reasoning !== '') this.#start('');
    this.#open = undefined;
  }
}
