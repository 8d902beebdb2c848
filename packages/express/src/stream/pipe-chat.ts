import type { ChatStream } from '@colloquy/core';
import { clientLeft, sendError } from '@colloquy/gateway';
import type { Response } from 'express';
import { type PipeEnd, type PipeEventsOptions, pipeEvents } from './pipe-events.ts';

/**
 * Answers with a chat stream, as OpenAI would have sent it: chunks as events, and `[DONE]` only after a whole answer.
 *
 * Takes the stream, the promise of it, or a function that asks for it; where the promise is rejected, the error is answered
 * with its status, in OpenAI's shape. Resolves when it is over and never rejects. The service stops generating as soon as
 * the caller goes; before it has begun to answer too, where a function passes its signal on.
 *
 * @example
 * await pipeChat((signal) => client.chat.completions.stream(body, { signal }), response);
 */
export async function pipeChat(
  stream: ChatStream | PromiseLike<ChatStream> | ((signal: AbortSignal) => PromiseLike<ChatStream>),
  response: Response,
  options: Omit<PipeEventsOptions, 'endMark'> = {},
): Promise<PipeEnd> {
  let opened: ChatStream;
  try {
    opened = await (typeof stream === 'function' ? stream(clientLeft(response, options.signal)) : stream);
  } catch (error) {
    sendError(response, error);
    const end: PipeEnd = { reason: response.destroyed ? 'client_left' : 'error', error, events: 0 };
    options.onEnd?.(end);
    return end;
  }
  return pipeEvents(opened, response, options);
}
