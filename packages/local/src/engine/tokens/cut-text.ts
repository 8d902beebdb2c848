/** The tokenizer's cost grows with the square of an unbroken run; 1,000 characters of one kind are still quick. */
const LONGEST_RUN = 1_000;
/** Characters outside ASCII are two to four bytes each, so their runs are cut sooner. */
const LONGEST_WIDE_RUN = 300;
/** Roughly half a millisecond of encoding. */
const PIECE_LENGTH = 4_096;

const SPACE = 0;
const LETTER = 1;
const DIGIT = 2;
const MARK = 3;

const WIDE_LETTER = /[\p{L}\p{M}]/u;

/**
 * Cuts a text into pieces that are each quick to encode, and whose token counts add up to that of the whole.
 *
 * Cuts fall between a word and the space or mark after it, where the tokenizer's own pattern cuts too. Only a run of 1,000
 * characters (300 outside ASCII) without any change of kind is cut inside, and may then count a token or two more.
 */
export function* cutText(text: string): Generator<string> {
  let start = 0;
  let safe = 0;
  let kind = -1;
  let run = 0;
  let wide = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const next = kindOf(code, text, i);
    if (next === kind) run += 1;
    else {
      // A single space that a letter follows begins a new match of the tokenizer's pattern, whatever came before it.
      if (kind === SPACE && run === 1 && next === LETTER && text.charCodeAt(i - 1) === 0x20) safe = i - 1;
      // So does a mark after a word, but for the apostrophe of a contraction.
      else if (kind === LETTER && next === MARK && code !== 0x27) safe = i;
      run = 1;
      wide = false;
      kind = next;
    }
    wide ||= code > 127;
    if (run >= (wide ? LONGEST_WIDE_RUN : LONGEST_RUN) && !isHighSurrogate(code)) {
      yield text.slice(start, i + 1);
      start = i + 1;
      run = 0;
    } else if (i - start >= PIECE_LENGTH) {
      const end = safe > start ? safe : isHighSurrogate(code) ? i : i + 1;
      yield text.slice(start, end);
      start = end;
    }
  }
  if (start < text.length) yield text.slice(start);
}

function kindOf(code: number, text: string, index: number): number {
  if (code === 0x20 || (code >= 9 && code <= 13)) return SPACE;
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return LETTER;
  if (code >= 48 && code <= 57) return DIGIT;
  if (code < 128) return MARK;
  return WIDE_LETTER.test(text.charAt(index)) ? LETTER : MARK;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
