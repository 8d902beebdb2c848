import { type BodyWriter, given, type MessageWriter } from './request-settings.ts';
import { responseItems } from './response-items.ts';
import { responseTool, responseToolChoice } from './tools.ts';

type Fields = Record<string, unknown>;

/** A request to the Responses API, without its input. `stop` is not there: the text is cut where it arrives. */
export const responsesBody: BodyWriter = (settings) => {
  const { model, temperature, maxTokens, reasoningEffort, tools, toolChoice, parallelToolCalls, responseFormat } =
    settings;
  return given({
    model,
    temperature,
    max_output_tokens: maxTokens,
    reasoning: reasoningEffort === undefined ? undefined : { effort: reasoningEffort },
    tools: tools.length > 0 ? tools.map(responseTool) : undefined,
    tool_choice: responseToolChoice(toolChoice),
    parallel_tool_calls: parallelToolCalls,
    text: responseFormat === undefined ? undefined : { format: textFormat(responseFormat) },
    ...settings.extraBody,
  });
};

/** The messages of a request to the Responses API. */
export const responsesConversation: MessageWriter = (messages, { replayReasoning }) => ({
  input: responseItems(messages, replayReasoning),
});

function textFormat({ type, json_schema: schema, ...rest }: Fields): Fields {
  return { type, ...(schema as Fields | undefined), ...rest };
}
