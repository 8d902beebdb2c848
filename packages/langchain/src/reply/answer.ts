import type { UsageMetadata } from '@langchain/core/messages';

type Fields = Record<string, unknown>;

/** What is added to a tool call, or the whole of one. */
export interface CallPiece {
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  readonly args: string;
}

/** What one network read adds to an answer. */
export interface Delta {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly CallPiece[];
}

/** What is known of an answer once it is whole, and said once. */
export interface Ending {
  readonly id: string | undefined;
  /** The model that answered, as the service names it. */
  readonly model: string | undefined;
  readonly usage: UsageMetadata | undefined;
  readonly finishReason: string | undefined;
  /** For `response_metadata`. */
  readonly metadata: Fields;
  /** For `additional_kwargs`. */
  readonly kwargs: Fields;
}

/** A whole answer. */
export interface Answer extends Delta, Ending {}

/** Reads a stream of one API, a network read at a time. */
export interface AnswerReader<Item> {
  /** The id of the answer, once it is known. */
  readonly id: string | undefined;
  /** What these items add together. */
  read(items: readonly Item[]): Delta;
  /** What there is to say at the end. */
  end(): Ending;
}

/** Whether a delta adds nothing. */
export function isEmpty({ text, reasoning, calls }: Delta): boolean {
  return text === '' && reasoning === '' && calls.length === 0;
}

/** Gathers what the items of one read add. */
export class DeltaBuilder implements Delta {
  text = '';
  reasoning = '';
  readonly #calls = new Map<number, { index: number; id?: string; name?: string; args: string }>();

  get calls(): readonly CallPiece[] {
    return [...this.#calls.values()];
  }

  call(piece: CallPiece): void {
    const known = this.#calls.get(piece.index);
    if (known === undefined) {
      this.#calls.set(piece.index, { ...piece });
      return;
    }
    known.args += piece.args;
    if (piece.id !== undefined) known.id = piece.id;
    if (piece.name !== undefined) known.name = (known.name ?? '') + piece.name;
  }
}
