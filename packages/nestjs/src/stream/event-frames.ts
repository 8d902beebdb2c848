import { ServerEvent } from '@colloquy/core';
import { type ErrorObject, type StreamManners, streamManners } from '@colloquy/gateway';
import { Framed } from './framed.ts';

type Fields = Record<string, unknown>;

/** How the items of one stream are said as server-sent events. */
export interface EventFrames {
  frame(item: unknown): string | Uint8Array;
  /** What ends a stream that is whole. */
  readonly endMark: string;
  /** An error in the middle of the stream, after that item. */
  error(error: ErrorObject, last: unknown): string;
}

const CHAT: EventFrames = {
  ...inManners(streamManners('/chat/completions')),
  frame: (item) => `data: ${JSON.stringify(item) ?? 'null'}\n\n`,
};

// Events of the Responses API are named after their type, and have an end of their own.
const RESPONSES: EventFrames = {
  ...inManners(streamManners('/responses')),
  frame: (item) => ServerEvent.of(item, String((item as Fields)['type'])).toString(),
};

/** Bytes are somebody's own events, and pass as they are. */
const BYTES: EventFrames = { ...CHAT, endMark: '', frame: (item) => item as Uint8Array };

/** How events that are written already are said: as they are. */
const FRAMED_CHAT = ofFramed(streamManners('/chat/completions'));
const FRAMED_RESPONSES = ofFramed(streamManners('/responses'));

/** How a stream that begins with this item is said; one without any item is said as a chat's is. */
export function eventFrames(first: unknown): EventFrames {
  if (first instanceof Uint8Array) return BYTES;
  if (first instanceof Framed) return first.areOfResponses ? FRAMED_RESPONSES : FRAMED_CHAT;
  const type = typeof first === 'object' && first !== null ? (first as Fields)['type'] : undefined;
  return typeof type === 'string' && type.startsWith('response.') ? RESPONSES : CHAT;
}

function ofFramed({ endMark, error }: StreamManners): EventFrames {
  return {
    endMark,
    frame: (item) => (item as Framed).wire,
    error: (said, last) => error(said, last instanceof Framed ? last.last : undefined),
  };
}

function inManners({ endMark, error }: StreamManners): Pick<EventFrames, 'endMark' | 'error'> {
  return { endMark, error: (said, last) => error(said, last === undefined ? undefined : ServerEvent.of(last)) };
}
