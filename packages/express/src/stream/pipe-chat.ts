import type { ChatStream } from '@colloquy/core';
import { sendError } from '@colloquy/gateway';
import type { Response } from 'express';
import { type PipeEnd, type PipeEventsOptions, pipeEvents } from './pipe-events.ts';

/**
 * Answers with a chat stream, as OpenAI would have sent it: chunks as events, and `[DONE]` only after a whole answer.
 *
 * Takes the stream or the promise of it; where that is rejected, the error is answered with its status, in OpenAI's
 * shape. Resolves when it is over and never rejects. The service stops generating as soon as the caller goes.
 */
export async function pipeChat(
  stream: ChatStream | PromiseLike<ChatStream>,
  response: Response,
  options: Omit<PipeEventsOptions, 'endMark'> = {},
): Promise<PipeEnd> {
  let opened: ChatStream;
  try {
    opened = await stream;
  } catch (error) {
    sendError(response, error);
    const end: PipeEnd = { reason: response.destroyed ? 'client_left' : 'error', error, events: 0 };
    options.onEnd?.(end);
    return end;
  }
  return pipeEvents(opened, response, options);
}
