import type { BaseMessage } from '@langchain/core/messages';
import type { ReplayReasoning } from '../chat-colloquy-fields.ts';
import type { Learned } from './learned.ts';

type Fields = Record<string, unknown>;

/** What one request asks for, before it is said in either API. */
export interface RequestSettings {
  readonly model: string;
  readonly temperature: number | undefined;
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[] | undefined;
  readonly reasoningEffort: string | undefined;
  readonly replayReasoning: ReplayReasoning;
  /** In chat completions' form. */
  readonly tools: readonly Fields[];
  readonly toolChoice: unknown;
  readonly parallelToolCalls: boolean | undefined;
  /** In chat completions' form. */
  readonly responseFormat: Fields | undefined;
  readonly extraBody: Fields;
}

/** Says a request in one of the two APIs. */
export type BodyWriter = (settings: RequestSettings, learned: Learned) => Fields;

/** Says the messages of a request in one of the two APIs. */
export type MessageWriter = (messages: readonly BaseMessage[], settings: RequestSettings) => Fields;

/** Fields without those that are not given. */
export function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
