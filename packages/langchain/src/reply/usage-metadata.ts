import type { UsageMetadata } from '@langchain/core/messages';

type Fields = Record<string, unknown>;

/** LangChain's words for the details of a usage. */
const INPUT_DETAILS = {
  audio_tokens: 'audio',
  cached_tokens: 'cache_read',
  cache_write_tokens: 'cache_creation',
  image_tokens: 'image',
  text_tokens: 'text',
};
const OUTPUT_DETAILS = {
  audio_tokens: 'audio',
  reasoning_tokens: 'reasoning',
  image_tokens: 'image',
  text_tokens: 'text',
};

/** A usage of either API in LangChain's form; `undefined`, and not zeros, where the service told of none. */
export function usageMetadata(usage: unknown): UsageMetadata | undefined {
  if (typeof usage !== 'object' || usage === null) return undefined;
  const fields = usage as Fields;
  const input = number(fields['prompt_tokens'] ?? fields['input_tokens']);
  const output = number(fields['completion_tokens'] ?? fields['output_tokens']);
  if (input === undefined && output === undefined) return undefined;
  const inputDetails = details(fields['prompt_tokens_details'] ?? fields['input_tokens_details'], INPUT_DETAILS);
  const outputDetails = details(fields['completion_tokens_details'] ?? fields['output_tokens_details'], OUTPUT_DETAILS);
  return {
    input_tokens: input ?? 0,
    output_tokens: output ?? 0,
    total_tokens: number(fields['total_tokens']) ?? (input ?? 0) + (output ?? 0),
    ...(inputDetails && { input_token_details: inputDetails }),
    ...(outputDetails && { output_token_details: outputDetails }),
  };
}

function details(given: unknown, names: Readonly<Record<string, string>>): Record<string, number> | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const found = Object.entries(names)
    .map(([theirs, ours]) => [ours, number((given as Fields)[theirs])] as const)
    .filter((entry): entry is [string, number] => entry[1] !== undefined);
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
