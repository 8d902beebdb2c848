import { chatMessages } from './chat-messages.ts';
import { type BodyWriter, given, type MessageWriter } from './request-settings.ts';
import { chatToolChoice } from './tools.ts';

/** A request to chat completions, without its messages. */
export const chatBody: BodyWriter = (settings, learned) => {
  const { model, temperature, maxTokens, stop, reasoningEffort, tools, toolChoice, parallelToolCalls } = settings;
  // Reasoning models know only the newer name, older services only the older one; who refuses ours is sent the other.
  const maxTokensName =
    learned.maxTokensName ?? (reasoningEffort === undefined ? 'max_tokens' : 'max_completion_tokens');
  return given({
    model,
    temperature,
    [maxTokensName]: maxTokens,
    stop,
    reasoning_effort: reasoningEffort,
    tools: tools.length > 0 ? tools : undefined,
    tool_choice: chatToolChoice(toolChoice),
    parallel_tool_calls: parallelToolCalls,
    response_format: settings.responseFormat,
    ...settings.extraBody,
  });
};

/** The messages of a request to chat completions. */
export const chatConversation: MessageWriter = (messages, { replayReasoning }) => ({
  messages: chatMessages(messages, replayReasoning),
});
