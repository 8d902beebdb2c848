import { ColloquyError } from '@colloquy/core';
import type { BindToolsInput } from '@langchain/core/language_models/chat_models';
import { type BaseMessage, type BaseMessageLike, coerceMessageLikeToMessage } from '@langchain/core/messages';
import { chatMessages } from '../request/chat-messages.ts';
import { chatTool } from '../request/tools.ts';

/** One line of a fine-tuning file, for OpenAI's supervised method. */
export interface FineTuningExample {
  messages: Array<Record<string, unknown>>;
  tools?: Array<Record<string, unknown>>;
  parallel_tool_calls?: boolean;
}

/** What an example has beside its messages. */
export interface FineTuningExampleOptions {
  /** The tools the model could have called, in every form `bindTools` takes. */
  tools?: readonly BindToolsInput[];
  /** Whether one turn may hold several calls. */
  parallelToolCalls?: boolean;
  /** Trains on the last answer only, by giving the others the weight 0. @default false */
  lastOnly?: boolean;
}

/**
 * A conversation as an example to train on, tool calls and their results included.
 *
 * An assistant message whose `additional_kwargs.weight` is 0 is context and is not learned; reasoning is left out, since
 * a training file has no place for it. Throws `invalid_request`, naming the message, where nothing can be learned.
 */
export function toFineTuningExample(
  messages: readonly BaseMessageLike[],
  options: FineTuningExampleOptions = {},
): FineTuningExample {
  const read = messages.map((message) => coerceMessageLikeToMessage(message));
  const said = chatMessages(read, 'never').map((message, index) =>
    weighted(message, read[index] as BaseMessage, index),
  );
  const answers = said.filter(({ role }) => role === 'assistant');
  if (answers.length === 0) throw wrong('messages', 'has no assistant message; add the answer to learn');
  if (options.lastOnly) for (const answer of answers.slice(0, -1)) answer['weight'] = 0;
  const { tools, parallelToolCalls } = options;
  return {
    messages: said,
    ...(tools?.length ? { tools: tools.map((tool, index) => chatTool(tool, index)) } : {}),
    ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
  };
}

function weighted(said: Record<string, unknown>, message: BaseMessage, index: number): Record<string, unknown> {
  const { weight } = message.additional_kwargs;
  if (weight === undefined) return said;
  const place = `messages[${index}].additional_kwargs.weight`;
  if (weight !== 0 && weight !== 1) throw wrong(place, 'must be 0 (not to be learned) or 1');
  if (said['role'] !== 'assistant') throw wrong(place, 'stands on a message that is not the assistant’s; remove it');
  return { ...said, weight };
}

function wrong(param: string, problem: string): ColloquyError {
  return new ColloquyError('invalid_request', `\`${param}\` ${problem}`, { param });
}
