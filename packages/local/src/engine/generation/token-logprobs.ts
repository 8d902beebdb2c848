import { baseWords } from '../answer/base-text.ts';
import type { ChosenLogprob, TokenLogprob } from '../generate-request.ts';
import { EDGE } from '../text/ngram-model.ts';
import type { TextToken, Tokenizer } from '../tokens/tokenizer.ts';

/**
 * The engine follows a text it has decided on, and its word model says what else could have come. This is the weight of
 * the first; it is the honest probability of each token, because nothing is drawn below this level.
 */
const FOLLOWED = 0.9;
/** Words looked at for the context. */
const CONTEXT_LENGTH = 80;

/** The log probability of a token after a text, and of the likeliest others. */
export function tokenLogprob(tokenizer: Tokenizer, before: string, token: TextToken, top: number): ChosenLogprob {
  const context = before.slice(-CONTEXT_LENGTH).split(/\s+/);
  const chances = new Map<string, { chance: number; bytes: Uint8Array }>();
  chances.set(token.text, { chance: FOLLOWED, bytes: token.bytes });
  for (const { word, probability } of baseWords().next(context.at(-2) ?? EDGE, context.at(-1) ?? EDGE)) {
    const first = word === EDGE ? undefined : tokenizer.split(` ${word}`)[0];
    if (!first || first.text === '') continue;
    const known = chances.get(first.text);
    const chance = (known?.chance ?? 0) + (1 - FOLLOWED) * probability;
    chances.set(first.text, { chance: Math.min(1, chance), bytes: known?.bytes ?? first.bytes });
  }
  const ranked = [...chances].map(([text, { chance, bytes }]) => logprobOf(text, bytes, chance));
  ranked.sort((a, b) => b.logprob - a.logprob);
  const chosen = ranked.find((candidate) => candidate.token === token.text)!;
  return { ...chosen, top: ranked.slice(0, top) };
}

function logprobOf(token: string, bytes: Uint8Array, chance: number): TokenLogprob {
  return { token, logprob: Math.min(0, Math.log(chance)), bytes: [...bytes] };
}
