import { ColloquyError } from '@colloquy/core';
import type { ChatModelFunctions, Token } from 'node-llama-cpp';
import type { EngineMessage } from '../engine/engine-message.ts';
import { chatHistory } from './chat-history.ts';
import { countText } from './count-text.ts';
import type { OpenModel } from './open-model.ts';

/** A conversation as the model reads it. */
export interface Prompt {
  readonly count: number;
  /** None where they would not fit into the context anyhow. */
  readonly tokens: readonly Token[];
}

/**
 * A conversation, written by the model's chat template; `invalid_request` where the template refuses it.
 *
 * Where the words alone are too long for the context nothing is written, and the words are counted as far as that.
 */
export async function writePrompt(
  { model, chat, contextTokens }: OpenModel,
  messages: readonly EngineMessage[],
  functions?: ChatModelFunctions,
): Promise<Prompt> {
  let words = 0;
  for (const { content } of messages) {
    words += await countText(model, content, contextTokens - words);
    if (words > contextTokens) return { count: words, tokens: [] };
  }
  try {
    const state = chat.generateContextState({
      chatHistory: chatHistory(messages),
      ...(functions ? { availableFunctions: functions } : {}),
    });
    const tokens = state.contextText.tokenize(model.tokenizer);
    return { count: tokens.length, tokens };
  } catch (error) {
    const message = `The model's chat template refuses these messages: ${(error as Error).message}`;
    throw new ColloquyError('invalid_request', message, { param: 'messages', cause: error });
  }
}
