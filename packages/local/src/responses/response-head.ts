import type { JsonObject } from '../body/json-object.ts';
import type { ResponseRequest } from './response-request.ts';
import { echoedTool } from './response-tools.ts';
import type { ResponseObject } from './stored-responses.ts';

/** A response before anything was generated: everything the request settles. */
export function responseHead(
  id: string,
  request: ResponseRequest,
  body: JsonObject,
  facts: { model: string; createdAt: number },
): ResponseObject {
  const text = (body['text'] as JsonObject | null | undefined) ?? {};
  return {
    id,
    object: 'response',
    created_at: facts.createdAt,
    status: request.background ? 'queued' : 'in_progress',
    background: request.background,
    completed_at: null,
    error: null,
    incomplete_details: null,
    instructions: request.instructions,
    max_output_tokens: body['max_output_tokens'] ?? null,
    max_tool_calls: body['max_tool_calls'] ?? null,
    model: facts.model,
    output: [],
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    previous_response_id: request.previous,
    ...(request.conversation === null ? {} : { conversation: { id: request.conversation } }),
    prompt_cache_key: body['prompt_cache_key'] ?? null,
    reasoning: { effort: null, summary: null, ...(body['reasoning'] as JsonObject | null | undefined) },
    safety_identifier: body['safety_identifier'] ?? null,
    service_tier: 'default',
    store: request.store,
    temperature: body['temperature'] ?? 1,
    text: { format: { type: 'text' }, verbosity: 'medium', ...text },
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: ((body['tools'] as JsonObject[] | null | undefined) ?? []).map(echoedTool),
    top_logprobs: body['top_logprobs'] ?? 0,
    top_p: body['top_p'] ?? 1,
    truncation: body['truncation'] ?? 'disabled',
    usage: null,
    user: body['user'] ?? null,
    metadata: request.metadata,
  };
}
