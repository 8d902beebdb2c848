import { ColloquyError, type ErrorCode } from '../errors/index.ts';
import type { Deadline } from './deadline.ts';

/** System and undici error codes, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed while sending',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up just now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_DESTROYED: 'the client was closed',
  UND_ERR_CLOSED: 'the client was closed',
  UND_ERR_SOCKET: 'the connection was closed before an answer',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter than announced',
};

/** What is not simply `connection`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
};

const RESET = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** A failure below HTTP as an error of ours, and whether it was a reset by the other side. */
export function connectionError(
  thrown: unknown,
  host: string,
  deadline: Deadline,
): { error: ColloquyError; isReset: boolean } {
  if (ColloquyError.isInstance(thrown)) return { error: thrown, isReset: false };
  const ended = deadline.error;
  if (ended !== undefined) return { error: ended, isReset: false };
  const code = codeOf(thrown);
  const words = WORDS[code] ?? (code.startsWith('HPE_') ? 'the answer is not HTTP' : 'the exchange failed');
  const error = new ColloquyError(CODES[code] ?? 'connection', `${host}: ${words}${code === '' ? '' : ` (${code})`}`, {
    cause: thrown,
  });
  return { error, isReset: RESET.has(code) };
}

/** The first error code along the causes: `fetch` wraps the one that matters. */
function codeOf(thrown: unknown): string {
  for (let error = thrown, depth = 0; typeof error === 'object' && error !== null && depth < 4; depth += 1) {
    const { code, cause } = error as { code?: unknown; cause?: unknown };
    if (typeof code === 'string') return code;
    error = cause;
  }
  return '';
}
