import type { GenerateRequest } from '../engine/generate-request.ts';
import type { Call } from '../exchange/call.ts';
import type { Admission } from '../limits/meter.ts';
import { Refusal } from '../refusal/refusal.ts';
import { checkWithEngine } from './check-with-engine.ts';

/** The most tokens a prompt and its answer may have together, where the engine sets no bound of its own. */
const CONTEXT_TOKENS = 1_047_576;
/** What an answer is bounded to, and reserved for, where the caller names no bound. */
const DEFAULT_MAX_TOKENS = 1_024;

/** What one request may spend. */
export interface GenerationBudget {
  readonly admission: Admission;
  readonly promptTokens: number;
  /** The bound of each answer. */
  readonly maxTokens: number;
}

/** The fewest tokens of an answer worth beginning, where the caller names no bound and little is left. */
const LEAST_ANSWER_TOKENS = 16;

/** Counts a prompt, refuses what is too long or beyond the engine, and reserves prompt and answer under the caller's limits. */
export async function admitGeneration(
  call: Call,
  request: GenerateRequest,
  { answers, maxTokens, param }: { answers: number; maxTokens: number | undefined; param: string },
): Promise<GenerationBudget> {
  const promptTokens = await call.services.engine.countMessageTokens(request.messages);
  const { contextTokens = CONTEXT_TOKENS } = call.services.engine;
  if (promptTokens > contextTokens) {
    const advice = `However, your messages resulted in ${promptTokens} tokens. Please reduce the length of the messages.`;
    throw new Refusal(400, `This model's maximum context length is ${contextTokens} tokens. ${advice}`, {
      code: 'context_length_exceeded',
      param,
    });
  }
  await checkWithEngine(call.services.engine, request, param);
  const most = promptTokens + answers * (maxTokens ?? DEFAULT_MAX_TOKENS);
  const least = maxTokens === undefined ? promptTokens + answers * LEAST_ANSWER_TOKENS : most;
  const admission = await call.admit(most, least);
  return { admission, promptTokens, maxTokens: maxTokens ?? Math.floor((admission.tokens - promptTokens) / answers) };
}
