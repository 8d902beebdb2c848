import { formatGoDuration } from '@colloquy/core';
import type { RateSnapshot } from './limits/meter.ts';

/** What every answer says about itself. */
export interface HeaderFacts {
  readonly requestId: string;
  readonly organization: string;
  /** Milliseconds the request took until its answer began. */
  readonly elapsedMs: number;
  readonly engine: string;
  readonly rate: RateSnapshot;
}

/** The headers of every answer: request id, processing time, and the six rate-limit headers with Go durations. */
export function answerHeaders(facts: HeaderFacts): Record<string, string> {
  const { requests, tokens } = facts.rate;
  return {
    'x-request-id': facts.requestId,
    'openai-organization': facts.organization,
    'openai-processing-ms': String(Math.max(1, Math.round(facts.elapsedMs))),
    'openai-version': '2020-10-01',
    'x-ratelimit-limit-requests': String(requests.limit),
    'x-ratelimit-limit-tokens': String(tokens.limit),
    'x-ratelimit-remaining-requests': String(requests.remaining),
    'x-ratelimit-remaining-tokens': String(tokens.remaining),
    'x-ratelimit-reset-requests': formatGoDuration(requests.resetMs),
    'x-ratelimit-reset-tokens': formatGoDuration(tokens.resetMs),
    'x-colloquy-engine': facts.engine,
  };
}
