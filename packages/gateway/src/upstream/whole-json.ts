import { ApiError, ColloquyError, readErrorBody, type WireReply } from '@colloquy/core';
import { withoutCredentials } from '../relay/told-error.ts';

const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

/**
 * Throws where a successful reply holds no JSON object from beginning to end, or nothing but an error.
 *
 * Looking at its ends tells what is empty, cut off or no JSON without parsing every answer.
 */
export function checkWholeJson({ body, status }: WireReply, upstream: string): void {
  if (!(body instanceof Uint8Array) || status === 204) return;
  let first = 0;
  let last = body.byteLength - 1;
  while (first <= last && (body[first] as number) <= SPACE) first += 1;
  while (last >= first && (body[last] as number) <= SPACE) last -= 1;
  if (body[first] !== OPEN_BRACE || body[last] !== CLOSE_BRACE) {
    throw new ColloquyError('parse', 'the upstream answered with what is no JSON object', {
      provider: upstream,
      retryable: true,
    });
  }
  const beginning = Buffer.from(body.buffer, body.byteOffset + first, Math.min(24, last - first)).toString('latin1');
  if (!/^\{\s*"(error|detail)"/.test(beginning)) return;
  const words = readErrorBody(parsed(body));
  const said = withoutCredentials(words?.message ?? 'the upstream answered with an error');
  throw new ApiError('server', said, { provider: upstream });
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
