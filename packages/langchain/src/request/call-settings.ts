import type { BindToolsInput } from '@langchain/core/language_models/chat_models';
import type { ChatColloquyCallOptions, ChatColloquyFields } from '../chat-colloquy-fields.ts';
import type { RequestSettings } from './request-settings.ts';
import { chatTool } from './tools.ts';

/** What a model asks for in every request. */
export type ModelSettings = Pick<
  ChatColloquyFields,
  'model' | 'temperature' | 'maxTokens' | 'stop' | 'reasoningEffort' | 'replayReasoning' | 'extraBody'
>;

/** What one call asks for: its own options, above the model's. */
export function callSettings(model: ModelSettings, call: Partial<ChatColloquyCallOptions>): RequestSettings {
  const stop = call.stop ?? model.stop;
  return {
    model: model.model,
    temperature: call.temperature ?? model.temperature,
    maxTokens: call.maxTokens ?? model.maxTokens,
    stop: stop !== undefined && stop.length > 0 ? stop : undefined,
    reasoningEffort: call.reasoningEffort ?? model.reasoningEffort,
    replayReasoning: model.replayReasoning ?? 'tool-turns',
    tools: (call.tools ?? []).map((tool: BindToolsInput, index) => chatTool(tool, index, call.strict)),
    // Services refuse a choice among no tools.
    toolChoice: call.tools?.length ? call.tool_choice : undefined,
    parallelToolCalls: call.tools?.length ? call.parallel_tool_calls : undefined,
    responseFormat: call.response_format,
    extraBody: { ...model.extraBody, ...call.extraBody },
  };
}
