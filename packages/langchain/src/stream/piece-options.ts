import type { ChatColloquyFields } from '../chat-colloquy-fields.ts';
import type { PieceOptions } from './piece.ts';

/** What the option `coalesce` says, with the texts before which an answer is cut. */
export function pieceOptions(coalesce: ChatColloquyFields['coalesce'], stops: readonly string[]): PieceOptions {
  const { text = coalesce === false ? false : 'per-read', toolArgs = false } =
    typeof coalesce === 'object' ? coalesce : {};
  return { perRead: text === 'per-read', holdArgs: toolArgs || 0, stops };
}
