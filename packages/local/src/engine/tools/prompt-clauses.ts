import type { EngineTool } from '../generate-request.ts';
import { RELEVANT, toolRelevance } from './tool-relevance.ts';

/** Where one wish ends and the next begins. */
const BETWEEN =
  /[.?!;]\s+|,?\s+(?:and\s+)?(?:then|also|afterwards)\s+|,?\s+and\s+(?=(?:what|how|who|where|when|tell|get|find|check|give|show|use|call|search|look|send|add|subtract|multiply|divide|compute|calculate|create|book|translate)\b)/i;
/** A clause of fewer words names nothing to act on. */
const MIN_WORDS = 3;

/** The parts of a prompt that speak of a tool; the whole prompt where there are not several wishes in it. */
export function clausesFor(tool: EngineTool, chosen: readonly EngineTool[], prompt: string): readonly string[] {
  const clauses = prompt.split(BETWEEN).filter((clause) => clause.trim().split(/\s+/).length >= MIN_WORDS);
  const own = clauses.filter((clause) => {
    const score = toolRelevance(tool, clause);
    return score >= RELEVANT && chosen.every((other) => other === tool || toolRelevance(other, clause) <= score);
  });
  if (own.length === 0 || (own.length === 1 && chosen.length === 1)) return [prompt];
  // Without a second tool, several clauses are several calls only where each brings numbers of its own.
  return chosen.length > 1 || own.every((clause) => /\d/.test(clause)) ? own : [prompt];
}
