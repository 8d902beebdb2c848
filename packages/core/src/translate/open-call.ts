import type { JsonObject } from './json-object.ts';
import type { Emit, OpenItem } from './open-item.ts';

/** A call being written; it is announced once its name is whole, which only its arguments or its end can tell. */
export class OpenCall implements OpenItem {
  readonly isCall = true;
  readonly index: number;
  readonly #id: string;
  readonly #emit: Emit;
  #callId: string;
  #isNamed: boolean;
  #name = '';
  #arguments = '';
  #announced = false;

  /** `callId` is the service's, or empty; `otherwise` is what the call is known by where it never gives one. */
  constructor(id: string, index: number, callId: string, otherwise: string, emit: Emit) {
    this.#id = id;
    this.index = index;
    this.#isNamed = callId !== '';
    this.#callId = callId === '' ? otherwise : callId;
    this.#emit = emit;
  }

  get callId(): string {
    return this.#callId;
  }

  get name(): string {
    return this.#name;
  }

  get givenArguments(): string {
    return this.#arguments;
  }

  /** An id that came after the call's first piece. */
  addId(id: string): void {
    if (this.#announced || this.#isNamed || id === '') return;
    this.#isNamed = true;
    this.#callId = id;
  }

  /** Whether a piece with this id and name belongs to another call. */
  isOther(id: string, name: string): boolean {
    return this.#isNamed && id !== '' && id !== this.#callId && name !== '';
  }

  /** A name, or a piece of one; services that repeat the name with every piece are heard once. */
  addName(name: string): void {
    if (this.#announced || name === '' || name === this.#name) return;
    this.#name += name;
  }

  announce(): void {
    if (this.#announced) return;
    this.#announced = true;
    this.#emit({ type: 'response.output_item.added', output_index: this.index, item: this.#item('in_progress') });
  }

  addArguments(delta: string): void {
    if (delta === '') return;
    this.announce();
    this.#arguments += delta;
    this.#emit({ type: 'response.function_call_arguments.delta', item_id: this.#id, output_index: this.index, delta });
  }

  close(status: 'completed' | 'incomplete'): JsonObject {
    this.announce();
    this.#emit({
      type: 'response.function_call_arguments.done',
      item_id: this.#id,
      output_index: this.index,
      name: this.#name,
      arguments: this.#arguments,
    });
    const item = this.#item(status);
    this.#emit({ type: 'response.output_item.done', output_index: this.index, item });
    return item;
  }

  #item(status: string): JsonObject {
    return {
      id: this.#id,
      type: 'function_call',
      status,
      call_id: this.#callId,
      name: this.#name,
      arguments: this.#arguments,
    };
  }
}
