import type { ChatColloquyCallOptions } from '@colloquy/langchain';
import type { BaseMessageLike } from '@langchain/core/messages';
import type { ChatRequest } from '../requests/chat-request.ts';

/** A chat request as LangChain takes it: messages, and options for the call. */
export interface LangchainCall {
  readonly model: string;
  readonly messages: BaseMessageLike[];
  readonly options: ChatColloquyCallOptions;
}

/** A chat request of OpenAI's shape, as LangChain takes it; parameters it has no option for go along as they are. */
export function langchainCall({ model, messages, ...rest }: ChatRequest): LangchainCall {
  const { tools, tool_choice, parallel_tool_calls, response_format, temperature, ...extraBody } = rest as Record<
    string,
    unknown
  >;
  const given = { tools, tool_choice, parallel_tool_calls, response_format, temperature };
  const options = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
  return {
    model,
    // LangChain's messages always have content, if an empty one.
    messages: messages.map((message) => ({ ...message, content: message.content ?? '' }) as unknown as BaseMessageLike),
    options: { ...options, ...(Object.keys(extraBody).length > 0 ? { extraBody } : {}) } as ChatColloquyCallOptions,
  };
}
