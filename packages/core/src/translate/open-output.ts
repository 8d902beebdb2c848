import { isObject, type JsonObject, textOr } from './json-object.ts';
import { OpenCall } from './open-call.ts';
import type { Emit, OpenItem } from './open-item.ts';
import { OpenTextItem } from './open-text-item.ts';
import { callId, itemId } from './translated-id.ts';

/**
 * The output of a response while it is written: items open in the order of their first piece, and close in the same.
 *
 * A text closes when the next item opens. Calls stay open to the end, since their pieces may be interleaved.
 */
export class OpenOutput {
  readonly #responseId: string;
  readonly #emit: Emit;
  readonly #open: OpenItem[] = [];
  readonly #done: JsonObject[] = [];
  /** The call that a service's index means now: some give every call the index 0. */
  readonly #calls = new Map<unknown, OpenCall>();
  #lastCall: OpenCall | undefined;
  #callCount = 0;
  #current: { kind: 'msg' | 'rs'; item: OpenTextItem } | undefined;
  readonly #textCounts = { msg: 0, rs: 0 };

  constructor(responseId: string, emit: Emit) {
    this.#responseId = responseId;
    this.#emit = emit;
  }

  /** The items that are done, in order. */
  get items(): readonly JsonObject[] {
    return this.#done;
  }

  get hasCalls(): boolean {
    return this.#callCount > 0;
  }

  /** The message, or the reasoning, that is being written; opens one where there is none. */
  text(kind: 'msg' | 'rs'): OpenTextItem {
    if (this.#current?.kind === kind) return this.#current.item;
    this.#closeTexts();
    const id = itemId(kind, this.#responseId, this.#textCounts[kind]);
    this.#textCounts[kind] += 1;
    const head = kind === 'msg' ? { id, type: 'message', role: 'assistant' } : { id, type: 'reasoning', summary: [] };
    this.#announceCalls();
    const item = new OpenTextItem(head, this.#nextIndex, this.#emit);
    this.#open.push(item);
    this.#current = { kind, item };
    return item;
  }

  /** A piece of a call, as it stands in `delta.tool_calls`. */
  call(piece: JsonObject): void {
    const named = isObject(piece.function) ? piece.function : {};
    const name = textOr(named.name, '');
    const call = this.#callFor(piece.index, textOr(piece.id, ''), name);
    call.addId(textOr(piece.id, ''));
    call.addName(name);
    const given = textOr(named.arguments, '');
    if (given === '') return;
    // Items are announced in their order.
    for (const item of this.#open) if (item instanceof OpenCall && item.index < call.index) item.announce();
    call.addArguments(given);
  }

  /** Closes everything; the last item is the one that a bound on the length has cut. */
  close(lastStatus: 'completed' | 'incomplete'): void {
    const last = this.#open.at(-1);
    for (const item of this.#open) this.#done.push(item.close(item === last ? lastStatus : 'completed'));
    this.#open.length = 0;
    this.#current = undefined;
  }

  get #nextIndex(): number {
    return this.#done.length + this.#open.length;
  }

  #callFor(index: unknown, id: string, name: string): OpenCall {
    const known = typeof index === 'number' ? this.#calls.get(index) : this.#byId(id, name);
    if (known !== undefined && !known.isOther(id, name)) return known;
    this.#closeTexts();
    const count = this.#callCount;
    this.#callCount += 1;
    const call = new OpenCall(
      itemId('fc', this.#responseId, count),
      this.#nextIndex,
      id,
      callId(this.#responseId, count),
      this.#emit,
    );
    this.#open.push(call);
    if (typeof index === 'number') this.#calls.set(index, call);
    this.#lastCall = call;
    return call;
  }

  /** Without an index, a piece belongs to the call of its id, or to the last one; a name without an id begins a call. */
  #byId(id: string, name: string): OpenCall | undefined {
    if (id !== '') return this.#open.find((item): item is OpenCall => item instanceof OpenCall && item.callId === id);
    const last = this.#lastCall;
    const begins = name !== '' && last !== undefined && last.givenArguments !== '' && last.name !== name;
    return begins ? undefined : last;
  }

  /** Closes the leading texts; one behind an open call stays open, so that items close in their order. */
  #closeTexts(): void {
    while (this.#open[0]?.isCall === false) this.#done.push((this.#open.shift() as OpenItem).close('completed'));
    this.#current = undefined;
  }

  #announceCalls(): void {
    for (const item of this.#open) if (item instanceof OpenCall) item.announce();
  }
}
