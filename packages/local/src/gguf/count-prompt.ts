import { ColloquyError } from '@colloquy/core';
import type { ChatModelFunctions } from 'node-llama-cpp';
import type { EngineMessage } from '../engine/engine-message.ts';
import { chatHistory } from './chat-history.ts';
import { countText } from './count-text.ts';
import type { OpenModel } from './open-model.ts';

/**
 * The tokens of a conversation, written by the model's chat template; `invalid_request` where the template refuses it.
 *
 * A conversation whose words alone are too long for the context is not written out, and its words are counted as far as that.
 */
export async function countPrompt(
  { model, chat, contextTokens }: OpenModel,
  messages: readonly EngineMessage[],
  functions?: ChatModelFunctions,
): Promise<number> {
  let words = 0;
  for (const { content } of messages) {
    words += await countText(model, content, contextTokens - words);
    if (words > contextTokens) return words;
  }
  try {
    const state = chat.generateContextState({
      chatHistory: chatHistory(messages),
      ...(functions ? { availableFunctions: functions } : {}),
    });
    return state.contextText.tokenize(model.tokenizer).length;
  } catch (error) {
    const message = `The model's chat template refuses these messages: ${(error as Error).message}`;
    throw new ColloquyError('invalid_request', message, { param: 'messages', cause: error });
  }
}
