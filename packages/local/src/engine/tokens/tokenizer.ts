import { setImmediate } from 'node:timers/promises';
import { cutText } from './cut-text.ts';

/** One token: the characters it completes (none, where it ends inside one) and its own bytes. */
export interface TextToken {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** The o200k vocabulary at work. */
export interface Tokenizer {
  /** How many tokens a piece of text is; for long or hostile texts use `countTokens`. */
  count(text: string): number;
  /** The tokens of a text, in order; their texts join to the text. */
  split(text: string): TextToken[];
}

// Text that looks like a special token is a user's text and nothing else.
const PLAIN_TEXT = { disallowedSpecial: new Set<string>() };

let loading: Promise<Tokenizer> | undefined;

/** The tokenizer, loaded at the first call (about 0.2 s and 100 MB) because most users of this package count nothing. */
export function loadTokenizer(): Promise<Tokenizer> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Tokenizer> {
  const ranks = await import('gpt-tokenizer/bpeRanks/o200k_base');
  // Both take a tenth of a second of the thread, and others get their turn between.
  await setImmediate();
  const encoding = await import('gpt-tokenizer/encoding/o200k_base');
  const utf8 = new TextEncoder();
  const bytesOf = (id: number): Uint8Array => {
    const value = ranks.default[id];
    return typeof value === 'string' ? utf8.encode(value) : Uint8Array.from(value ?? []);
  };
  return {
    count: (text) => encoding.countTokens(text, PLAIN_TEXT),
    split(text) {
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      const tokens: TextToken[] = [];
      for (const piece of cutText(text)) {
        for (const id of encoding.encode(piece, PLAIN_TEXT)) {
          const bytes = bytesOf(id);
          tokens.push({ text: decoder.decode(bytes, { stream: true }), bytes });
        }
      }
      return tokens;
    },
  };
}
