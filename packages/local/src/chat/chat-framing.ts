import type { JsonObject } from '../body/json-object.ts';
import type { ChosenLogprob } from '../engine/generate-request.ts';
import type { AnswerDraft, AnswerUsage, DraftCall } from '../generation/answer-draft.ts';

/** What every part of one completion shares. */
export interface ChatHead {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  readonly includeUsage: boolean;
  readonly legacyFunctions: boolean;
  readonly serviceTier: string;
}

/** What an answer cost, and how long it took in nanoseconds, for the services that tell. */
export interface ChatCost extends AnswerUsage {
  readonly promptNs: number;
  readonly completionNs: number;
}

/** One choice of a whole completion. */
export interface ChatChoice {
  readonly index: number;
  readonly draft: AnswerDraft;
  readonly wantsLogprobs: boolean;
}

/** How a dialect writes chat completions: whole, and in chunks. */
export interface ChatFraming {
  whole(head: ChatHead, choices: readonly ChatChoice[], cost: ChatCost): JsonObject;
  /** The chunks before the first content of a choice; `calls` tells whether tool calls follow. */
  open(head: ChatHead, index: number, calls: boolean): JsonObject[];
  text(head: ChatHead, index: number, text: string, logprobs: readonly ChosenLogprob[] | undefined): JsonObject;
  /** The chunks of the call at `position` among the choice's calls. */
  call(head: ChatHead, index: number, position: number, call: DraftCall, fragments: readonly string[]): JsonObject[];
  finish(head: ChatHead, index: number, draft: AnswerDraft, cost: ChatCost): JsonObject;
  /** What follows the last choice, before `[DONE]`. */
  tail(head: ChatHead, cost: ChatCost): JsonObject[];
}
