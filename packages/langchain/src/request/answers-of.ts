import { ColloquyError } from '@colloquy/core';
import type { RequestSettings } from './request-settings.ts';

/** How many answers a request asks for. */
export function answersOf({ extraBody }: RequestSettings): number {
  return Number(extraBody['n'] ?? 1);
}

/** Throws `unsupported` where several answers are to be streamed. */
export function refuseSeveral(settings: RequestSettings): void {
  if (answersOf(settings) === 1) return;
  const advice = 'since a LangChain stream is one message; use `generate`';
  throw new ColloquyError('unsupported', `\`n\` above 1 cannot be streamed, ${advice}`, { param: 'n' });
}
