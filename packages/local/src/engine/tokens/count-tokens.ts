import { takeTurn } from '../../take-turn.ts';
import type { EngineMessage } from '../engine-message.ts';
import { cutText } from './cut-text.ts';
import { loadTokenizer } from './tokenizer.ts';

/** Milliseconds of counting after which other work gets its turn. */
const SLICE_MS = 8;
/** What a message costs beside its words: the marks around it. Source: OpenAI's cookbook on counting tokens. */
const PER_MESSAGE = 3;
const PER_NAME = 1;
/** The marks that begin the answer. */
const PER_REPLY = 3;

/**
 * The number of o200k tokens in a text, exact but for unbroken runs of over 1,000 characters (300 outside ASCII),
 * which may count a little more. Long texts are counted in slices of a few milliseconds.
 */
export async function countTokens(text: string): Promise<number> {
  const tokenizer = await loadTokenizer();
  let total = 0;
  let sliceStart = performance.now();
  for (const piece of cutText(text)) {
    total += tokenizer.count(piece);
    if (performance.now() - sliceStart > SLICE_MS) {
      await takeTurn();
      sliceStart = performance.now();
    }
  }
  return total;
}

/** What a conversation costs as a prompt: its words, names and tool calls, 3 tokens per message and 3 for the reply. */
export async function countMessageTokens(messages: readonly EngineMessage[]): Promise<number> {
  let total = PER_REPLY;
  for (const message of messages) {
    total += PER_MESSAGE + (await countTokens(message.role)) + (await countTokens(message.content));
    if (message.name) total += PER_NAME + (await countTokens(message.name));
    for (const call of message.toolCalls ?? []) {
      total += PER_MESSAGE + (await countTokens(call.name)) + (await countTokens(call.arguments));
    }
  }
  return total;
}

/** More tokens than a text can have, without counting them: its UTF-8 bytes. */
export function tokenBound(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
