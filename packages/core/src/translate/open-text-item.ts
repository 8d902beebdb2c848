import type { JsonObject } from './json-object.ts';
import type { Emit, OpenItem } from './open-item.ts';

/** The kinds of text an item may hold. */
export type PartKind = 'output_text' | 'refusal' | 'reasoning_text';

/** How a kind of text is said: the events' name, and the field that holds the text. */
const KINDS = {
  output_text: { event: 'response.output_text', field: 'text', more: { annotations: [], logprobs: [] } },
  refusal: { event: 'response.refusal', field: 'refusal', more: {} },
  reasoning_text: { event: 'response.reasoning_text', field: 'text', more: {} },
} as const;

interface OpenPart {
  readonly kind: PartKind;
  text: string;
  readonly annotations: JsonObject[];
  readonly logprobs: unknown[];
}

/** A message or a reasoning item being written: its parts one after the other, each added, filled and done. */
export class OpenTextItem implements OpenItem {
  readonly isCall = false;
  readonly index: number;
  readonly #head: JsonObject;
  readonly #emit: Emit;
  readonly #content: JsonObject[] = [];
  #part: OpenPart | undefined;

  constructor(head: JsonObject, index: number, emit: Emit) {
    this.#head = head;
    this.index = index;
    this.#emit = emit;
    emit({
      type: 'response.output_item.added',
      output_index: index,
      item: { ...head, status: 'in_progress', content: [] },
    });
  }

  /** A piece of text of one kind; a part of another kind is closed before. */
  delta(kind: PartKind, delta: string, logprobs: readonly unknown[] = []): void {
    const part = this.#open(kind);
    part.text += delta;
    if (logprobs.length > 0) part.logprobs.push(...logprobs);
    const more = kind === 'output_text' ? { logprobs } : {};
    this.#emit({ type: `${KINDS[kind].event}.delta`, ...this.#place(), delta, ...more });
  }

  /** A citation of the text so far. */
  annotate(annotation: JsonObject): void {
    const part = this.#open('output_text');
    const place = { ...this.#place(), annotation_index: part.annotations.length };
    part.annotations.push(annotation);
    this.#emit({ type: 'response.output_text.annotation.added', ...place, annotation });
  }

  close(status: 'completed' | 'incomplete'): JsonObject {
    this.#closePart();
    const item = { ...this.#head, status, content: this.#content };
    this.#emit({ type: 'response.output_item.done', output_index: this.index, item });
    return item;
  }

  #open(kind: PartKind): OpenPart {
    if (this.#part?.kind === kind) return this.#part;
    this.#closePart();
    const { field, more } = KINDS[kind];
    this.#part = { kind, text: '', annotations: [], logprobs: [] };
    this.#emit({ type: 'response.content_part.added', ...this.#place(), part: { type: kind, [field]: '', ...more } });
    return this.#part;
  }

  #closePart(): void {
    const part = this.#part;
    if (part === undefined) return;
    const { kind, text, annotations, logprobs } = part;
    const { event, field } = KINDS[kind];
    const isText = kind === 'output_text';
    const whole = { type: kind, [field]: text, ...(isText ? { annotations, logprobs } : {}) };
    const place = this.#place();
    this.#emit({ type: `${event}.done`, ...place, [field]: text, ...(isText ? { logprobs } : {}) });
    this.#emit({ type: 'response.content_part.done', ...place, part: whole });
    this.#content.push(whole);
    this.#part = undefined;
  }

  #place(): JsonObject {
    return { item_id: this.#head.id, output_index: this.index, content_index: this.#content.length };
  }
}
