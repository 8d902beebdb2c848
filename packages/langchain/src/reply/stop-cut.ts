/** Ends a text before the first of some stop texts, for services that cannot be told of them. */
export class StopCut {
  readonly #stops: readonly string[];
  readonly #longest: number;
  #held = '';
  #stopped = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
    this.#longest = Math.max(0, ...this.#stops.map(({ length }) => length));
  }

  /** Whether the text has ended. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** What of the text so far can be handed on: all but an end that may be the beginning of a stop text. */
  push(text: string): string {
    if (this.#stopped || this.#longest === 0) return this.#stopped ? '' : text;
    const all = this.#held + text;
    const ends = this.#stops.map((stop) => all.indexOf(stop)).filter((at) => at >= 0);
    if (ends.length > 0) {
      this.#stopped = true;
      this.#held = '';
      return all.slice(0, Math.min(...ends));
    }
    const keep = this.#unsure(all);
    this.#held = all.slice(all.length - keep);
    return all.slice(0, all.length - keep);
  }

  /** What was held back, once nothing more comes. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** How much of the end of a text is the beginning of a stop text. */
  #unsure(text: string): number {
    for (let length = Math.min(this.#longest - 1, text.length); length > 0; length -= 1) {
      const end = text.slice(-length);
      if (this.#stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
