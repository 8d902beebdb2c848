import { type CallPiece, DeltaBuilder } from '../reply/answer.ts';

/** Gathers the arguments of tool calls, for callers to whom many small pieces are worth less than few. */
export class ArgumentHold {
  readonly #enough: number;
  #held = new DeltaBuilder();
  #size = 0;

  /** `enough` is in characters; 0 holds nothing. */
  constructor(enough: number) {
    this.#enough = enough;
  }

  /** The pieces to hand on now. */
  push(calls: readonly CallPiece[]): readonly CallPiece[] {
    if (this.#enough <= 0) return calls;
    for (const call of calls) {
      this.#held.call(call);
      this.#size += call.args.length;
    }
    return this.#size < this.#enough ? [] : this.#release();
  }

  /** The pieces to hand on once nothing more comes. */
  end(calls: readonly CallPiece[]): readonly CallPiece[] {
    if (this.#enough <= 0) return calls;
    return [...calls, ...this.#release()];
  }

  #release(): readonly CallPiece[] {
    const { calls } = this.#held;
    this.#held = new DeltaBuilder();
    this.#size = 0;
    return calls;
  }
}
