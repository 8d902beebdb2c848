import { ColloquyError } from '@colloquy/core';
import type { Observable, Subscription } from 'rxjs';

/** The most items that wait for a reader that is slow: an Observable cannot be asked to pause. */
const MAX_WAITING = 65_536;

/**
 * The items of an Observable, to be asked for one at a time.
 *
 * Leaving the loop unsubscribes. Throws `too_large` where items come faster than they are taken, and too many wait.
 */
export function observableItems<T>(source: Observable<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => new ObservableIterator(source) };
}

class ObservableIterator<T> implements AsyncIterator<T> {
  readonly #waiting: T[] = [];
  #at = 0;
  #over = false;
  #failure: { error: unknown } | undefined;
  #asked: PromiseWithResolvers<IteratorResult<T>> | undefined;
  readonly #subscription: Subscription;

  constructor(source: Observable<T>) {
    this.#subscription = source.subscribe({
      next: (item) => this.#push(item),
      error: (error) => this.#end({ error }),
      complete: () => this.#end(undefined),
    });
  }

  async next(): Promise<IteratorResult<T>> {
    if (this.#at < this.#waiting.length) return { value: this.#take(), done: false };
    if (this.#failure !== undefined) {
      const { error } = this.#failure;
      this.#failure = undefined;
      throw error;
    }
    if (this.#over) return { value: undefined, done: true };
    this.#asked = Promise.withResolvers();
    return this.#asked.promise;
  }

  async return(): Promise<IteratorResult<T>> {
    this.#over = true;
    this.#subscription.unsubscribe();
    this.#asked?.resolve({ value: undefined, done: true });
    return { value: undefined, done: true };
  }

  #push(item: T): void {
    if (this.#over) return;
    if (this.#asked !== undefined) {
      this.#asked.resolve({ value: item, done: false });
      this.#asked = undefined;
      return;
    }
    this.#waiting.push(item);
    if (this.#waiting.length - this.#at <= MAX_WAITING) return;
    this.#subscription?.unsubscribe();
    this.#end({ error: new ColloquyError('too_large', `${MAX_WAITING} items wait for a reader that is too slow`) });
  }

  #take(): T {
    const item = this.#waiting[this.#at] as T;
    this.#at += 1;
    if (this.#at === this.#waiting.length) {
      this.#waiting.length = 0;
      this.#at = 0;
    }
    return item;
  }

  #end(failure: { error: unknown } | undefined): void {
    this.#over = true;
    if (this.#asked === undefined) this.#failure = failure;
    else if (failure === undefined) this.#asked.resolve({ value: undefined, done: true });
    else this.#asked.reject(failure.error);
    this.#asked = undefined;
  }
}
