import { ColloquyError, type PartialMessage, StreamError } from '../errors/index.ts';
import type { ErrorContext } from '../transport/api-error-from.ts';

/** What a failure is called once part of the answer has arrived. */
const BROKEN: Readonly<Record<string, ColloquyError['code'] | undefined>> = {
  connection: 'stream_interrupted',
  truncated: 'stream_interrupted',
  idle: 'stream_stalled',
};

/**
 * Whatever ended a stream, as the error of a broken stream with the message so far.
 *
 * Before the first content a failure is that of any call, and stays what it is: the layer that retries has done what it
 * could.
 */
export function brokenStream(thrown: unknown, partial: PartialMessage, context: ErrorContext): ColloquyError {
  const error = ColloquyError.isInstance(thrown)
    ? thrown
    : new ColloquyError('connection', 'the stream broke', { cause: thrown });
  if (StreamError.isInstance(error)) return error;
  const { content, refusal, reasoning_content: reasoning, tool_calls: calls } = partial;
  const started = content !== null || [refusal, reasoning, calls].some((part) => part !== undefined);
  if (!started && error.code !== 'stream_incomplete' && error.code !== 'aborted') return error;
  const code = BROKEN[error.param === 'timeout.idle' ? 'idle' : error.code] ?? error.code;
  return new StreamError(code, error.message, {
    ...(error as unknown as Record<string, unknown>),
    provider: context.provider.name,
    attempts: error.attempts || 1,
    retryable: error.code === 'stream_incomplete' && !started,
    requestId: error.requestId ?? context.headers['x-request-id'],
    headers: context.headers,
    cause: error.cause,
    partial,
  });
}
