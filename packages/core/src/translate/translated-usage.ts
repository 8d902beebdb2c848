import { isObject, type JsonObject } from './json-object.ts';

/**
 * A chat completion's usage as a response's; `null` where there is none, since zeros would be a statement.
 *
 * Audio and prediction tokens have no place there.
 */
export function usageToResponses(usage: unknown): JsonObject | null {
  if (!isObject(usage)) return null;
  // Open WebUI counts the whole answer, its own tool calls included, under the Responses names.
  const { input_tokens: prompt = usage.prompt_tokens, output_tokens: completion = usage.completion_tokens } = usage;
  if (typeof prompt !== 'number' || typeof completion !== 'number') return null;
  const input = isObject(usage.prompt_tokens_details) ? usage.prompt_tokens_details : {};
  const output = isObject(usage.completion_tokens_details) ? usage.completion_tokens_details : {};
  return {
    input_tokens: prompt,
    input_tokens_details: {
      cached_tokens: count(input.cached_tokens),
      cache_write_tokens: count(input.cache_write_tokens),
    },
    output_tokens: completion,
    output_tokens_details: { reasoning_tokens: count(output.reasoning_tokens) },
    total_tokens: total(usage.total_tokens, prompt, completion),
  };
}

/** A response's usage as a chat completion's; `null` where there is none. */
export function usageToChat(usage: unknown): JsonObject | null {
  if (!isObject(usage) || typeof usage.input_tokens !== 'number' || typeof usage.output_tokens !== 'number')
    return null;
  const { input_tokens_details: input, output_tokens_details: output } = usage;
  return {
    prompt_tokens: usage.input_tokens,
    completion_tokens: usage.output_tokens,
    total_tokens: total(usage.total_tokens, usage.input_tokens, usage.output_tokens),
    ...(isObject(input)
      ? { prompt_tokens_details: { cached_tokens: count(input.cached_tokens), ...cacheWrites(input) } }
      : {}),
    ...(isObject(output) ? { completion_tokens_details: { reasoning_tokens: count(output.reasoning_tokens) } } : {}),
  };
}

function cacheWrites(details: JsonObject): JsonObject {
  return count(details.cache_write_tokens) > 0 ? { cache_write_tokens: details.cache_write_tokens } : {};
}

function total(given: unknown, input: number, output: number): number {
  return typeof given === 'number' ? given : input + output;
}

function count(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
