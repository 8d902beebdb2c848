import { type AnswerReader, type Delta, DeltaBuilder, type Ending } from './answer.ts';
import { isCall, responseAnswer, responseEnding } from './response-answer.ts';

type Fields = Record<string, unknown>;
type Handler = (reader: ResponseReader, event: Fields, delta: DeltaBuilder) => void;

const EVENTS: Readonly<Record<string, Handler | undefined>> = {
  'response.created': (reader, { response }) => reader.began(response as Fields),
  'response.in_progress': (reader, { response }) => reader.began(response as Fields),
  'response.output_text.delta': (reader, event, delta) => reader.text(event, delta),
  'response.reasoning_text.delta': (reader, event, delta) => reader.reasoning(event, delta),
  'response.reasoning_summary_text.delta': (reader, event, delta) => reader.reasoning(event, delta),
  'response.output_item.added': (reader, { item }, delta) => reader.item(item as Fields, delta),
  'response.output_item.done': (reader, { item }, delta) => reader.itemDone(item as Fields, delta),
  'response.function_call_arguments.delta': (reader, event, delta) => reader.args(event, delta),
  'response.custom_tool_call_input.delta': () => undefined,
  'response.completed': (reader, { response }, delta) => reader.over(response as Fields, delta),
  'response.incomplete': (reader, { response }, delta) => reader.over(response as Fields, delta),
  'response.failed': (reader, { response }, delta) => reader.over(response as Fields, delta),
};

interface KnownCall {
  readonly index: number;
  hasArgs: boolean;
}

/** Reads the events of a Responses stream. */
export class ResponseReader implements AnswerReader<object> {
  readonly #calls = new Map<string, KnownCall>();
  readonly #items: Fields[] = [];
  #response: Fields = {};
  #spoke = false;
  #thoughtIn: string | undefined;

  get id(): string | undefined {
    return this.#response['id'] as string | undefined;
  }

  read(items: readonly object[]): Delta {
    const delta = new DeltaBuilder();
    for (const item of items) EVENTS[String((item as Fields)['type'])]?.(this, item as Fields, delta);
    return delta;
  }

  end(): Ending {
    const output = this.#response['output'] as unknown[] | undefined;
    // Some services leave the output out of their last event.
    return responseEnding(output?.length ? this.#response : { ...this.#response, output: this.#items });
  }

  began(response: Fields): void {
    this.#response = response;
  }

  text({ delta: text }: Fields, delta: DeltaBuilder): void {
    this.#spoke = true;
    delta.text += text;
  }

  reasoning(
    { delta: text, item_id: id, content_index: content, summary_index: summary }: Fields,
    delta: DeltaBuilder,
  ): void {
    const part = `${id}/${content ?? summary}`;
    // The parts of a summary are paragraphs, each with its own heading.
    if (this.#thoughtIn !== undefined && this.#thoughtIn !== part) delta.reasoning += '\n\n';
    this.#thoughtIn = part;
    delta.reasoning += text;
  }

  item(item: Fields, delta: DeltaBuilder): void {
    if (!isCall(item)) return;
    const call = { index: this.#calls.size, hasArgs: false };
    this.#calls.set(String(item['id']), call);
    delta.call({ index: call.index, id: String(item['call_id']), name: String(item['name']), args: '' });
  }

  args({ item_id: id, delta: text }: Fields, delta: DeltaBuilder): void {
    const call = this.#calls.get(String(id));
    if (call === undefined || typeof text !== 'string' || text === '') return;
    call.hasArgs = true;
    delta.call({ index: call.index, args: text });
  }

  itemDone(item: Fields, delta: DeltaBuilder): void {
    this.#items.push(item);
    const call = this.#calls.get(String(item['id']));
    if (call === undefined || call.hasArgs) return;
    const args = item['type'] === 'custom_tool_call' ? JSON.stringify({ input: item['input'] }) : item['arguments'];
    if (typeof args === 'string' && args !== '') this.args({ item_id: item['id'], delta: args }, delta);
  }

  over(response: Fields, delta: DeltaBuilder): void {
    this.#response = { ...this.#response, ...response };
    // A short answer may come whole, in the last event only.
    if (!this.#spoke && Array.isArray(response['output'])) delta.text += responseAnswer(response).text;
  }
}
