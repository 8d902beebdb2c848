import type { UsageMetadata } from '@langchain/core/messages';

/** A usage as LangChain's callbacks know it; empty where the service told of none. */
export function llmOutput(usage: UsageMetadata | undefined): Record<string, unknown> {
  if (usage === undefined) return {};
  const { input_tokens: promptTokens, output_tokens: completionTokens, total_tokens: totalTokens } = usage;
  return { tokenUsage: { promptTokens, completionTokens, totalTokens } };
}
