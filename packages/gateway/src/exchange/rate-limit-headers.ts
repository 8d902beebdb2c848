import { formatGoDuration } from '@colloquy/core';
import type { LimitSnapshot, Remaining } from '@colloquy/limits';

/**
 * What is left, as headers: OpenAI's `x-ratelimit-*`, and `RateLimit` with `RateLimit-Policy` of the IETF draft 10.
 *
 * Where there is no limit of tokens per minute, `-tokens` tells of the day; `-project-tokens` always does.
 */
export function rateLimitHeaders(left: LimitSnapshot): Record<string, string> {
  const headers: Record<string, string> = {};
  openAi(headers, 'requests', left.requests);
  openAi(headers, 'tokens', left.tokens ?? left.day);
  openAi(headers, 'project-tokens', left.day);
  const policies: string[] = [];
  const states: string[] = [];
  for (const [name, value, windowS] of [
    ['requests', left.requests, 60],
    ['tokens', left.tokens, 60],
    ['day', left.day, 86_400],
  ] as const) {
    if (value === undefined) continue;
    policies.push(`"${name}";q=${value.limit};w=${windowS}`);
    states.push(`"${name}";r=${value.remaining};t=${Math.ceil(value.resetMs / 1000)}`);
  }
  if (policies.length > 0) {
    headers['ratelimit-policy'] = policies.join(', ');
    headers.ratelimit = states.join(', ');
  }
  return headers;
}

function openAi(headers: Record<string, string>, name: string, left: Remaining | undefined): void {
  if (left === undefined) return;
  headers[`x-ratelimit-limit-${name}`] = `${left.limit}`;
  headers[`x-ratelimit-remaining-${name}`] = `${left.remaining}`;
  headers[`x-ratelimit-reset-${name}`] = formatGoDuration(left.resetMs);
}

/** A snapshot after fewer tokens were used than reserved. */
export function given(left: LimitSnapshot, back: number): LimitSnapshot {
  const more = (value: Remaining | undefined): Remaining | undefined =>
    value === undefined
      ? undefined
      : { ...value, remaining: Math.max(0, Math.min(value.limit, value.remaining + back)) };
  const tokens = more(left.tokens);
  const day = more(left.day);
  return { ...left, ...(tokens === undefined ? {} : { tokens }), ...(day === undefined ? {} : { day }) };
}
