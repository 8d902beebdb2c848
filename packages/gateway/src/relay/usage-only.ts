import type { ServerEvent } from '@colloquy/core';
import { holdsUsage } from '@colloquy/limits';

/** Whether an event is the chunk without choices in which a chat stream tells its usage, where it was asked to. */
export function isUsageOnly(event: ServerEvent): boolean {
  if (event.isDone || !holdsUsage(event.data) || !/"choices"\s*:\s*\[\s*\]/.test(event.data)) return false;
  const json = event.json as { choices?: unknown[]; usage?: unknown } | null;
  return Array.isArray(json?.choices) && json.choices.length === 0 && json.usage != null;
}
