import { errorToHttp, sendError } from '@colloquy/gateway';
import type { ErrorRequestHandler } from 'express';

/** How errors are answered. */
export interface ErrorHandlerOptions {
  /** Hears of every error, as it was before it was made fit for the caller. */
  onError?: (error: unknown) => void;
}

/**
 * Answers errors in OpenAI's shape: those of a client by the mapping table, those of body parsers with their status, and
 * all others with 500 and nothing of what they say.
 *
 * Where the answer has begun already, a stream of events gets an event that says so, and any other answer is cut off.
 */
export function colloquyErrorHandler({ onError }: ErrorHandlerOptions = {}): ErrorRequestHandler {
  // Express tells an error handler by its four parameters.
  return (error: unknown, _request, response, _next) => {
    onError?.(error);
    const isEvents = String(response.getHeader('content-type')).startsWith('text/event-stream');
    if (response.headersSent && isEvents && !response.writableEnded) {
      response.end(`data: ${JSON.stringify(errorToHttp(error).body)}\n\n`);
    } else sendError(response, error);
  };
}
