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
  ietf(headers, 'requests', left.requests, 60);
  ietf(headers, 'tokens', left.tokens, 60);
  ietf(headers, 'day', left.day, 86_400);
  return headers;
}

function ietf(headers: Record<string, string>, name: string, left: Remaining | undefined, windowS: number): void {
  if (left === undefined) return;
  const { ratelimit: others, 'ratelimit-policy': otherPolicies } = headers;
  const policy = `"${name}";q=${left.limit};w=${windowS}`;
  const state = `"${name}";r=${left.remaining};t=${Math.ceil(left.resetMs / 1000)}`;
  headers['ratelimit-policy'] = otherPolicies === undefined ? policy : `${otherPolicies}, ${policy}`;
  headers.ratelimit = others === undefined ? state : `${others}, ${state}`;
}

function openAi(headers: Record<string, string>, name: keyof typeof NAMES, left: Remaining | undefined): void {
  if (left === undefined) return;
  const names = NAMES[name];
  headers[names.limit] = `${left.limit}`;
  headers[names.remaining] = `${left.remaining}`;
  headers[names.reset] = formatGoDuration(left.resetMs);
}

const NAMES = {
  requests: namesOf('requests'),
  tokens: namesOf('tokens'),
  'project-tokens': namesOf('project-tokens'),
};

function namesOf(name: string) {
  return {
    limit: `x-ratelimit-limit-${name}`,
    remaining: `x-ratelimit-remaining-${name}`,
    reset: `x-ratelimit-reset-${name}`,
  };
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
