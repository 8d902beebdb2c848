import type { ServiceError } from '../service/service-error.ts';
import type { ToolCall } from './chat-request.ts';

/** One panel's answer, from the question to its end. */
export interface Answer {
  readonly state: 'idle' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed';
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** Milliseconds from the question to the first piece of the answer. */
  readonly firstTokenMs: number | undefined;
  readonly pieces: number;
  readonly perSecond: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: ServiceError | undefined;
}

/** A panel before anything was asked. */
export const NO_ANSWER: Answer = {
  state: 'idle',
  text: '',
  toolCalls: [],
  firstTokenMs: undefined,
  pieces: 0,
  perSecond: undefined,
  headers: {},
  error: undefined,
};

/** Whether an answer is still on its way. */
export function isRunning({ state }: Answer): boolean {
  return state === 'waiting' || state === 'streaming';
}
