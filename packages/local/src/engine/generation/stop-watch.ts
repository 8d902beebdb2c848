import type { ChosenLogprob } from '../generate-request.ts';

/** A bit of an answer on its way to the reader. */
export interface TextBit {
  readonly text: string;
  readonly logprobs?: readonly ChosenLogprob[];
}

/** Lets text through up to the first stop text; what might be the beginning of one waits until that is decided. */
export class StopWatch {
  /** Whether a stop text was found; what is pushed then is dropped. */
  hit = false;
  readonly #stops: readonly string[];
  #waiting: TextBit[] = [];

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** Takes a bit and returns those that may go. */
  push(bit: TextBit): readonly TextBit[] {
    if (this.hit) return [];
    if (this.#stops.length === 0) return [bit];
    this.#waiting.push(bit);
    const text = this.#waiting.map((waiting) => waiting.text).join('');
    const found = this.#stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) {
      this.hit = true;
      return this.#release(Math.min(...found), true);
    }
    return this.#release(text.length - Math.max(...this.#stops.map((stop) => overlap(text, stop))), false);
  }

  /** What still waits when the answer ends by itself. */
  flush(): readonly TextBit[] {
    return this.hit ? [] : this.#waiting.splice(0);
  }

  /** Lets go of the bits before `end`; a bit that lies across it is cut, or waits where no stop text was found. */
  #release(end: number, cut: boolean): readonly TextBit[] {
    const released: TextBit[] = [];
    let at = 0;
    while (this.#waiting[0] && at + this.#waiting[0].text.length <= end) {
      const bit = this.#waiting.shift()!;
      at += bit.text.length;
      released.push(bit);
    }
    const across = this.#waiting[0];
    if (cut && across && at < end) released.push({ ...across, text: across.text.slice(0, end - at) });
    return released;
  }
}

/** How many characters at the end of `text` are the beginning of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
