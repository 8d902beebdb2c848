import { classifyStatus, classifyWords } from '../dialect/classify.ts';
import { type ErrorWords, readErrorBody, readErrorEvent } from '../dialect/error-body.ts';
import { ApiError, isRetryableCode } from '../errors/index.ts';
import type { WireHeaders } from '../wire/transport.ts';
import { redact } from './redact.ts';
import { retryAfterMs } from './retry-delay.ts';

/** Where an error was read, and what must not appear in it. */
export interface ErrorContext {
  readonly provider: { readonly name: string; readonly label: string };
  readonly secrets: Iterable<string>;
  readonly headers: WireHeaders;
}

/** At most this much of a body that is not JSON is kept on an error, in characters. */
const MAX_TEXT = 1024;

const NOTHING: ErrorWords = { message: null, type: null, param: null, code: null };

/** The error for a reply with status 400 or more. */
export function errorFromReply(status: number, bytes: Uint8Array, context: ErrorContext): ApiError {
  const text = new TextDecoder().decode(bytes);
  const body = redact(parseOr(text), context.secrets);
  const words = readErrorBody(body) ?? NOTHING;
  const code = classifyStatus(status, words);
  const wait = retryAfterMs(context.headers);
  const said = words.message ?? 'nothing more';
  return new ApiError(code, `${context.provider.label} answered ${status}: ${said}`, {
    ...shared(words, context),
    status,
    body: typeof body === 'string' ? body.slice(0, MAX_TEXT) : body,
    retryable: isWorthRetrying(code, said, context.headers),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** The error for an error event inside a stream, or an error in a body that came with status 200. */
export function errorFromEvent(
  json: Record<string, unknown>,
  context: ErrorContext,
  eventName?: string,
): ApiError | undefined {
  if (readErrorEvent(json, eventName) === undefined) return undefined;
  const body = redact(json, context.secrets);
  const words = readErrorEvent(body, eventName) ?? NOTHING;
  const code = classifyWords(words);
  const said = words.message ?? 'nothing more';
  return new ApiError(code, `${context.provider.label} reported an error: ${said}`, {
    ...shared(words, context),
    body,
    retryable: isWorthRetrying(code, said, {}),
  });
}

/** The service's id for an exchange, where it gave one. */
export function requestIdOf(headers: WireHeaders): string | undefined {
  return headers['x-request-id'] ?? headers['request-id'];
}

function shared(words: ErrorWords, { headers, provider, secrets }: ErrorContext) {
  const requestId = requestIdOf(headers);
  const { 'set-cookie': _, ...shown } = headers;
  return {
    provider: provider.name,
    type: words.type,
    param: words.param,
    apiCode: words.code,
    headers: redact(shown, secrets),
    ...(requestId === undefined ? {} : { requestId }),
  };
}

function isWorthRetrying(code: ApiError['code'], said: string, headers: WireHeaders): boolean {
  // A spent allowance stays spent, whatever the headers say.
  if (code === 'quota') return false;
  const advice = headers['x-should-retry'];
  if (advice === 'true' || advice === 'false') return advice === 'true';
  // One request above the whole minute's allowance can never pass, though it comes as a 429.
  if (code === 'rate_limit' && said.startsWith('Request too large')) return false;
  return isRetryableCode(code);
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
