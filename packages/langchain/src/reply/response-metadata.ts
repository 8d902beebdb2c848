import type { RateLimitSnapshot } from '@colloquy/core';
import type { Ending } from './answer.ts';

/** The provider name under which LangChain finds how our messages become content blocks. */
export const MODEL_PROVIDER = 'colloquy';

/** What the reply around an answer said. */
export interface ReplyContext {
  readonly provider: string;
  readonly model: string;
  readonly requestId: string | undefined;
  readonly rateLimit: RateLimitSnapshot | undefined;
}

/** `response_metadata` of a whole answer. */
export function responseMetadata(ending: Ending, context: ReplyContext): Record<string, unknown> {
  const name = ending.model || context.model;
  return {
    ...(ending.finishReason === undefined ? {} : { finish_reason: ending.finishReason }),
    ...ending.metadata,
    model_provider: MODEL_PROVIDER,
    provider: context.provider,
    model: name,
    model_name: name,
    ...(ending.id === undefined ? {} : { id: ending.id }),
    ...(context.requestId === undefined ? {} : { request_id: context.requestId }),
    ...(context.rateLimit === undefined ? {} : { rate_limit: context.rateLimit }),
  };
}
