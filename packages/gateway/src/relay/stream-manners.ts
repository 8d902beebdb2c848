import { type ErrorWords, readErrorEvent, ServerEvent } from '@colloquy/core';
import type { ErrorObject } from './error-to-http.ts';

const TERMINAL: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
]);

/** What makes a stream of one API whole, and how an error is said in it. */
export interface StreamManners {
  /** Whether an event is the last that counts. */
  isLast(event: ServerEvent): boolean;
  /** What is added to a stream that is whole but lacks its end mark. */
  readonly endMark: string;
  /** An error, as this API says it in the middle of a stream; `last` is the event before it. */
  error(error: ErrorObject, last: ServerEvent | undefined): string;
}

const CHAT: StreamManners = {
  // A tool's arguments cannot look like this: their quotes are escaped.
  isLast: ({ data }) => /finish_reason"\s*:\s*"/.test(data),
  endMark: 'data: [DONE]\n\n',
  error: (error) => ServerEvent.of({ error }).toString(),
};

const RESPONSES: StreamManners = {
  isLast: (event) => TERMINAL.has(event.name ?? typeOf(event)),
  endMark: '',
  error: (error, last) => {
    const { message, param, code } = error;
    const sequence_number = sequenceOf(last) + 1;
    // Clients read it flat, as OpenAI documents it, or nested, as OpenAI sends it.
    return ServerEvent.of({ type: 'error', code, message, param, sequence_number, error }, 'error').toString();
  },
};

/** The manners of the API that a path belongs to. */
export function streamManners(path: string): StreamManners {
  return path.startsWith('/responses') ? RESPONSES : CHAT;
}

/** What an error event in the middle of a stream says; `undefined` for every other event. */
export function errorIn(event: ServerEvent): ErrorWords | undefined {
  // Looking for the word is far cheaper than parsing every event, and a rare letter first makes it three times cheaper.
  if (event.name !== 'error' && !event.data.includes('rror"')) return undefined;
  const json = jsonOf(event);
  // A failed response is a whole answer that says itself what went wrong.
  if (json === undefined || json['type'] === 'response.failed') return undefined;
  return readErrorEvent(json, event.name);
}

function typeOf(event: ServerEvent): string {
  const [, type = ''] = /^\s*\{\s*"type"\s*:\s*"([^"]*)"/.exec(event.data) ?? [];
  return type === '' && event.data.includes('"response.') ? String(jsonOf(event)?.['type']) : type;
}

function sequenceOf(event: ServerEvent | undefined): number {
  const number = event === undefined ? undefined : jsonOf(event)?.['sequence_number'];
  return typeof number === 'number' ? number : -1;
}

function jsonOf(event: ServerEvent): Record<string, unknown> | undefined {
  try {
    const { json } = event;
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
