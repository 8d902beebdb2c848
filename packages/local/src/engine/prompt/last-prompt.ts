import type { EngineMessage } from '../engine-message.ts';

/** The part of a prompt that wishes and values are looked for in; a longer text is material, not a wish. */
const MAX_LENGTH = 8_000;

/** What the user said last, without what is too long to be a wish. */
export function lastPrompt(messages: readonly EngineMessage[]): string {
  const content = messages.findLast((message) => message.role === 'user')?.content ?? '';
  if (content.length <= MAX_LENGTH) return content;
  // A long text usually has its question before or after it.
  return `${content.slice(0, MAX_LENGTH / 2)}\n${content.slice(-MAX_LENGTH / 2)}`;
}
