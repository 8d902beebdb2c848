import type { JsonObject } from '../body/json-object.ts';
import type { ChatCost } from './chat-framing.ts';

/** Ollama names the time it took to load the model; here it is always loaded. */
const LOAD_NS = 1;

/**
 * Usage as Open WebUI computes it from Ollama's metrics: durations in nanoseconds, rates in tokens per second.
 *
 * Keys are in the service's order; two of them hold a `/`.
 */
export function ollamaUsage({ prompt, completion, promptNs, completionNs }: ChatCost): JsonObject {
  const total = promptNs + completionNs + LOAD_NS;
  return {
    'response_token/s': tokensPerSecond(completion, completionNs),
    'prompt_token/s': tokensPerSecond(prompt, promptNs),
    total_duration: total,
    load_duration: LOAD_NS,
    prompt_eval_count: prompt,
    prompt_tokens: prompt,
    prompt_eval_duration: promptNs,
    eval_count: completion,
    completion_tokens: completion,
    eval_duration: completionNs,
    approximate_total: approximateTotal(total),
    total_tokens: prompt + completion,
    completion_tokens_details: { reasoning_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
  };
}

/** Tokens per second, to two places; `N/A` where no time passed. */
export function tokensPerSecond(count: number, ns: number): number | string {
  return ns === 0 ? 'N/A' : Math.round((count / (ns / 1e7)) * 100 * 100) / 100;
}

/** Whole seconds as `0h0m0s`. */
export function approximateTotal(ns: number): string {
  const seconds = Math.floor(ns / 1e9);
  return `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m${seconds % 60}s`;
}
