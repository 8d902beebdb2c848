import { lookUp } from '../wire/look-up.ts';
import { messageItem, outputText, shapeItem, shapeResponse } from './response-shape.ts';

type Fields = Record<string, unknown>;

/** The message being written. */
interface OpenMessage {
  readonly id: string;
  readonly index: number;
  text: string;
}

/**
 * Completes a Responses stream whose events have no item ids and whose messages have no items, as EU GPT's.
 *
 * What goes out is what OpenAI would have sent: created, in progress, every item added and done, a gapless sequence,
 * and a final response with its output.
 */
export class NamelessResponses {
  readonly #serverTools: readonly string[];
  #sequence = 0;
  #response: Fields = {};
  #created = false;
  #message: OpenMessage | undefined;
  readonly #output: Fields[] = [];
  readonly #calls = new Map<unknown, number>();

  constructor(serverTools: readonly string[]) {
    this.#serverTools = serverTools;
  }

  /** The events that one event of the service stands for. */
  push(event: Fields): Fields[] {
    const handler = lookUp(HANDLERS, event['type']);
    if (handler !== undefined) return handler(this, event);
    // What is not known is handed on, numbered with the rest; routing notes are the service's own business.
    return event['type'] === 'response.routing.completed' ? [] : [this.#number(event)];
  }

  created(event: Fields): Fields[] {
    if (this.#created) return [];
    this.#created = true;
    this.#response = shapeResponse({ status: 'in_progress', ...(event['response'] as Fields | undefined) });
    return [
      this.#number({ type: 'response.created', response: this.#response }),
      this.#number({ type: 'response.in_progress', response: this.#response }),
    ];
  }

  itemAdded(event: Fields): Fields[] {
    const given = (event['item'] ?? {}) as Fields;
    const before = [...this.#begin(), ...this.#closeMessage()];
    if (given['type'] === 'message') return [...before, ...this.#openMessage(given['id'])];
    const index = this.#output.length;
    const item = shapeItem({ status: 'in_progress', ...given }, `${this.#response['id']}_${index}`, this.#serverTools);
    this.#output.push(item);
    this.#calls.set(given['call_id'] ?? given['id'], index);
    return [...before, this.#number({ type: 'response.output_item.added', output_index: index, item })];
  }

  itemDone(event: Fields): Fields[] {
    const given = (event['item'] ?? {}) as Fields;
    if (given['type'] === 'message') return this.#closeMessage();
    const known = this.#calls.get(given['call_id'] ?? given['id']);
    const before = known === undefined ? this.itemAdded({ item: given }) : [];
    const index = known ?? this.#output.length - 1;
    const shaped = shapeItem(given, `${this.#response['id']}_${index}`, this.#serverTools);
    const item = { ...shaped, id: (this.#output[index] as Fields)['id'], status: given['status'] ?? 'completed' };
    this.#output[index] = item;
    return [...before, this.#number({ type: 'response.output_item.done', output_index: index, item })];
  }

  partAdded(): Fields[] {
    return [...this.#begin(), ...this.#openMessage(undefined)];
  }

  textDelta(event: Fields): Fields[] {
    const delta = String(event['delta'] ?? '');
    const before = [...this.#begin(), ...this.#openMessage(undefined)];
    const message = this.#message as OpenMessage;
    message.text += delta;
    const place = placeOf(message);
    return [...before, this.#number({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })];
  }

  textDone(): Fields[] {
    return this.#closeMessage();
  }

  completed(event: Fields): Fields[] {
    const given = (event['response'] ?? {}) as Fields;
    const said = given['output_text'] ?? given['final_text'] ?? event['final_text'];
    const events = this.#begin();
    const written = outputText(this.#output) + (this.#message?.text ?? '');
    // A service that sends the whole text only at the end is still heard.
    if (typeof said === 'string' && written === '' && said !== '') events.push(...this.textDelta({ delta: said }));
    events.push(...this.#closeMessage());
    const { output: _, tool_calls: __, final_text: ___, ...facts } = given;
    const response = {
      ...this.#response,
      ...facts,
      id: this.#response['id'],
      created_at: this.#response['created_at'],
      status: given['status'] ?? 'completed',
      output: [...this.#output],
      output_text: outputText(this.#output),
    };
    return [...events, this.#number({ type: `response.${response.status}`, response })];
  }

  error(event: Fields): Fields[] {
    return [this.#number({ param: null, ...event })];
  }

  #begin(): Fields[] {
    return this.#created ? [] : this.created({});
  }

  #openMessage(id: unknown): Fields[] {
    if (this.#message !== undefined) return [];
    const index = this.#output.length;
    const message = { id: typeof id === 'string' ? id : `msg_${this.#response['id']}_${index}`, index, text: '' };
    this.#message = message;
    const item = messageItem(message.id, '', 'in_progress');
    this.#output.push(item);
    const part = { type: 'output_text', text: '', annotations: [] };
    return [
      this.#number({ type: 'response.output_item.added', output_index: index, item }),
      this.#number({ type: 'response.content_part.added', ...placeOf(message), part }),
    ];
  }

  #closeMessage(): Fields[] {
    const message = this.#message;
    if (message === undefined) return [];
    this.#message = undefined;
    const item = messageItem(message.id, message.text, 'completed');
    this.#output[message.index] = item;
    const place = placeOf(message);
    const part = { type: 'output_text', text: message.text, annotations: [] };
    return [
      this.#number({ type: 'response.output_text.done', ...place, text: message.text, logprobs: [] }),
      this.#number({ type: 'response.content_part.done', ...place, part }),
      this.#number({ type: 'response.output_item.done', output_index: message.index, item }),
    ];
  }

  #number(event: Fields): Fields {
    const numbered = { ...event, sequence_number: this.#sequence };
    this.#sequence += 1;
    return numbered;
  }
}

type Handler = (stream: NamelessResponses, event: Fields) => Fields[];

const HANDLERS: Readonly<Record<string, Handler | undefined>> = {
  'response.created': (stream, event) => stream.created(event),
  'response.in_progress': () => [],
  'response.output_item.added': (stream, event) => stream.itemAdded(event),
  'response.output_item.done': (stream, event) => stream.itemDone(event),
  'response.content_part.added': (stream) => stream.partAdded(),
  'response.content_part.done': () => [],
  'response.output_text.delta': (stream, event) => stream.textDelta(event),
  'response.output_text.done': (stream) => stream.textDone(),
  'response.completed': (stream, event) => stream.completed(event),
  'response.incomplete': (stream, event) => stream.completed(event),
  error: (stream, event) => stream.error(event),
};

function placeOf(message: OpenMessage): Fields {
  return { item_id: message.id, output_index: message.index, content_index: 0 };
}
