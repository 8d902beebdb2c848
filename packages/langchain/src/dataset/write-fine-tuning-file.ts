import type { BaseMessageLike } from '@langchain/core/messages';
import {
  type FineTuningExample,
  type FineTuningExampleOptions,
  toFineTuningExample,
} from './to-fine-tuning-example.ts';

/** A conversation to learn from: its messages, or an example that is made already. */
export type FineTuningConversation = readonly BaseMessageLike[] | FineTuningExample;

/** Lines are handed on together until they are this large, in characters: an upload of single lines is slow. */
const PIECE = 64 * 1024;

/**
 * Conversations as a fine-tuning file, ready for `client.files.upload`; in constant memory, whatever their number.
 *
 * `options` holds for every conversation that is not yet an example. It can be read again where the conversations can.
 */
export function writeFineTuningFile(
  conversations: Iterable<FineTuningConversation> | AsyncIterable<FineTuningConversation>,
  options: FineTuningExampleOptions = {},
): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => lines(conversations, options) };
}

async function* lines(
  conversations: Iterable<FineTuningConversation> | AsyncIterable<FineTuningConversation>,
  options: FineTuningExampleOptions,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let piece = '';
  for await (const conversation of conversations) {
    const example = isExample(conversation) ? conversation : toFineTuningExample(conversation, options);
    piece += `${JSON.stringify(example)}\n`;
    if (piece.length < PIECE) continue;
    yield encoder.encode(piece);
    piece = '';
  }
  if (piece !== '') yield encoder.encode(piece);
}

function isExample(conversation: FineTuningConversation): conversation is FineTuningExample {
  return !Array.isArray(conversation) && Array.isArray((conversation as FineTuningExample).messages);
}
