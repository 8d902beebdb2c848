import type { LlamaModel } from 'node-llama-cpp';
import { takeTurn } from '../take-turn.ts';

/**
 * The tokenizer works on the thread that everybody shares, and its time grows with the square of a text that repeats one
 * of the model's own marks: 4,096 characters take it 25 ms at the worst, 16,384 take 400 ms.
 */
const SLICE_CHARACTERS = 4_096;

/**
 * The tokens of a text by the model's own tokenizer; a text over 4,096 characters is counted slice by slice, which may
 * count one more at each, and no further than `enough`.
 */
export async function countText(model: LlamaModel, text: string, enough = Number.POSITIVE_INFINITY): Promise<number> {
  let total = 0;
  for (let start = 0; start < text.length && total <= enough; ) {
    if (start > 0) await takeTurn();
    const end = sliceEnd(text, start);
    total += model.tokenize(text.slice(start, end)).length;
    start = end;
  }
  return total;
}

/** Where a slice ends: before a space where there is one, so that no word is cut, and never inside a character. */
function sliceEnd(text: string, start: number): number {
  const most = start + SLICE_CHARACTERS;
  if (most >= text.length) return text.length;
  const space = text.lastIndexOf(' ', most);
  if (space > start) return space;
  return /[\uDC00-\uDFFF]/.test(text.charAt(most)) ? most - 1 : most;
}
