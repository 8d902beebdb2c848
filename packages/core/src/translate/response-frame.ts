import { isGiven, type JsonObject } from './json-object.ts';

/** What a request says about its response, repeated in it as OpenAI repeats it. */
const REPEATED: Readonly<Record<string, unknown>> = {
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  prompt_cache_key: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  temperature: null,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  top_p: null,
  truncation: 'disabled',
  user: undefined,
};

/** The fields of a response around its output; what the request left to the service is `null`. */
export function responseFrame(id: string, createdAt: number, model: string, request: JsonObject): JsonObject {
  const repeated = Object.entries(REPEATED)
    .map(([name, otherwise]) => [name, isGiven(request[name]) ? request[name] : otherwise])
    .filter(([, value]) => value !== undefined);
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status: 'in_progress',
    background: false,
    error: null,
    incomplete_details: null,
    ...Object.fromEntries(repeated),
    model,
    output: [],
    previous_response_id: request.previous_response_id ?? null,
    store: false,
    usage: null,
  };
}

/** The texts of a response's messages, joined. */
export function outputText(output: readonly JsonObject[]): string {
  return output
    .filter((item) => item.type === 'message')
    .flatMap((item) => item.content as JsonObject[])
    .filter((part) => part.type === 'output_text')
    .map((part) => part.text)
    .join('');
}
