import type { LlamaContextSequence, Token } from 'node-llama-cpp';

/** How many tokens are read before the next look at whether anybody still waits for the answer. */
const STRIDE = 128;

/**
 * Reads a prompt but for its last token, from where it differs from what the sequence holds; throws when the signal fires.
 *
 * llama.cpp itself reads a prompt to its end, whoever has left, which can take minutes.
 */
export async function readPrompt(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  signal: AbortSignal,
): Promise<void> {
  await sequence.adaptStateToTokens([...tokens], false);
  for (let start = sequence.nextTokenIndex; start < tokens.length - 1; start += STRIDE) {
    signal.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(start, Math.min(start + STRIDE, tokens.length - 1)));
  }
}
