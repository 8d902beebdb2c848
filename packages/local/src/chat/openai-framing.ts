import type { JsonObject } from '../body/json-object.ts';
import type { ChosenLogprob, TokenLogprob } from '../engine/generate-request.ts';
import type { AnswerDraft, AnswerUsage, DraftCall } from '../generation/answer-draft.ts';
import type { ChatFraming, ChatHead } from './chat-framing.ts';

/** The same for every answer of one build of the engine, as OpenAI's is for one backend. */
const FINGERPRINT = 'fp_colloquy_parrot';

/** Chat completions as OpenAI writes them. */
export const openaiFraming: ChatFraming = {
  whole(head, choices, cost) {
    return {
      id: head.id,
      object: 'chat.completion',
      created: head.created,
      model: head.model,
      choices: choices.map(({ index, draft, wantsLogprobs }) => ({
        index,
        message: messageOf(draft, head.legacyFunctions),
        logprobs: wantsLogprobs ? logprobsOf(draft.logprobs) : null,
        finish_reason: finishOf(draft, head.legacyFunctions),
      })),
      usage: chatUsage(cost),
      service_tier: head.serviceTier,
      system_fingerprint: FINGERPRINT,
    };
  },
  open: (head, index, calls) => [chunk(head, index, { role: 'assistant', content: calls ? null : '', refusal: null })],
  text: (head, index, text, logprobs) => chunk(head, index, { content: text }, null, logprobs),
  call: (head, index, position, call, fragments) => callChunks(head, index, position, call, fragments),
  finish: (head, index, draft) => chunk(head, index, {}, finishOf(draft, head.legacyFunctions)),
  tail: (head, cost) => (head.includeUsage ? [{ ...headOf(head), choices: [], usage: chatUsage(cost) }] : []),
};

/** The message of a finished answer. */
export function messageOf(draft: AnswerDraft, legacyFunctions: boolean): JsonObject {
  const content = draft.text === '' && draft.calls.length > 0 ? null : draft.text;
  const message: JsonObject = { role: 'assistant', content, refusal: null, annotations: [] };
  if (draft.calls.length === 0) return message;
  if (legacyFunctions) {
    const [{ name, arguments: args }] = draft.calls as [DraftCall];
    return { ...message, function_call: { name, arguments: args } };
  }
  const calls = draft.calls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  }));
  return { ...message, tool_calls: calls };
}

/** Usage in chat's words. */
function chatUsage({ prompt, completion }: AnswerUsage): JsonObject {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** Why an answer ended, in chat's words. */
export function finishOf(draft: AnswerDraft, legacyFunctions: boolean): string {
  return draft.finish === 'tool_calls' && legacyFunctions ? 'function_call' : draft.finish;
}

/** Log probabilities in chat's words. */
export function logprobsOf(tokens: readonly ChosenLogprob[]): JsonObject {
  const plain = ({ token, logprob, bytes }: TokenLogprob) => ({ token, logprob, bytes });
  return { content: tokens.map((token) => ({ ...plain(token), top_logprobs: token.top.map(plain) })), refusal: null };
}

function headOf(head: ChatHead): JsonObject {
  return {
    id: head.id,
    object: 'chat.completion.chunk',
    created: head.created,
    model: head.model,
    service_tier: head.serviceTier,
    system_fingerprint: FINGERPRINT,
  };
}

function chunk(
  head: ChatHead,
  index: number,
  delta: JsonObject,
  finish: string | null = null,
  logprobs?: readonly ChosenLogprob[],
): JsonObject {
  const choice = { index, delta, logprobs: logprobs ? logprobsOf(logprobs) : null, finish_reason: finish };
  const whole: JsonObject = { ...headOf(head), choices: [choice] };
  if (head.includeUsage) whole['usage'] = null;
  return whole;
}

function callChunks(
  head: ChatHead,
  index: number,
  position: number,
  call: DraftCall,
  fragments: readonly string[],
): JsonObject[] {
  if (head.legacyFunctions) {
    const opening = chunk(head, index, { function_call: { name: call.name, arguments: '' } });
    return [opening, ...fragments.map((piece) => chunk(head, index, { function_call: { arguments: piece } }))];
  }
  const opening = { index: position, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
  const rest = fragments.map((piece) =>
    chunk(head, index, { tool_calls: [{ index: position, function: { arguments: piece } }] }),
  );
  return [chunk(head, index, { tool_calls: [opening] }), ...rest];
}
