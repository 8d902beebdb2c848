import type { EnginePiece } from '../engine/generate-request.ts';

/** Pieces that are made by callbacks and read by a loop, in order. */
export class PieceQueue implements AsyncIterable<EnginePiece> {
  readonly #pieces: EnginePiece[] = [];
  #failure: { readonly error: unknown } | undefined;
  #ended = false;
  #wake: () => void = () => {};

  push(piece: EnginePiece): void {
    this.#pieces.push(piece);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Ends it at once with an error; what has not been read yet is dropped. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<EnginePiece, void, undefined> {
    while (true) {
      if (this.#failure) throw this.#failure.error;
      const piece = this.#pieces.shift();
      if (piece) yield piece;
      else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
