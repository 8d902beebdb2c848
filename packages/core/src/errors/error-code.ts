/**
 * Everything that can go wrong, as one closed union.
 *
 * - no answer: `connection` `timeout` `aborted`
 * - the service said no: `authentication` `permission` `not_found` `invalid_request` `conflict` `too_large`
 *   `rate_limit` `quota` `server`
 * - an answer that is not one: `redirect` `content_type` `parse` `truncated`
 * - a stream that broke: `stream_incomplete` `stream_interrupted` `stream_stalled`
 * - decided before anything was sent: `translation` `unsupported` `configuration`
 */
export type ErrorCode =
  | 'connection'
  | 'timeout'
  | 'aborted'
  | 'authentication'
  | 'permission'
  | 'not_found'
  | 'invalid_request'
  | 'conflict'
  | 'too_large'
  | 'rate_limit'
  | 'quota'
  | 'server'
  | 'redirect'
  | 'content_type'
  | 'parse'
  | 'truncated'
  | 'stream_incomplete'
  | 'stream_interrupted'
  | 'stream_stalled'
  | 'translation'
  | 'unsupported'
  | 'configuration';

/** Codes whose call, made again, may succeed; the others need a person or a different call. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'connection',
  'timeout',
  'conflict',
  'rate_limit',
  'server',
  'truncated',
]);

/** Whether a code is worth trying again when nothing more is known about the failure. */
export function isRetryableCode(code: ErrorCode): boolean {
  return RETRYABLE.has(code);
}
