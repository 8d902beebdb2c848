import { Refusal } from '../refusal/refusal.ts';

/** Who a request says it is for; what comes back in a header must be harmless there. */
export function organizationOf(headers: Readonly<Record<string, string>>): string {
  const given = headers['openai-organization'];
  return given !== undefined && /^[\w.-]{1,128}$/.test(given) ? given : 'colloquy-local';
}

/** Refuses an `X-Client-Request-Id` that is not ASCII of at most 512 characters, as OpenAI does. */
export function checkClientRequestId(headers: Readonly<Record<string, string>>): void {
  const given = headers['x-client-request-id'];
  if (given !== undefined && !/^[\x20-\x7e]{0,512}$/.test(given)) {
    throw new Refusal(400, 'X-Client-Request-Id must be ASCII and at most 512 characters');
  }
}
