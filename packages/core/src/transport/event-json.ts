import { ColloquyError } from '../errors/index.ts';
import type { ServerEvent } from '../wire/index.ts';
import { type ErrorContext, requestIdOf } from './api-error-from.ts';
import { redact } from './redact.ts';

/** The object an event holds; throws `parse`, quoting at most 200 redacted characters, where it holds none. */
export function eventJson(event: ServerEvent, context: ErrorContext): Record<string, unknown> {
  let json: unknown;
  try {
    json = event.json;
  } catch {
    json = undefined;
  }
  if (typeof json === 'object' && json !== null) return json as Record<string, unknown>;
  const requestId = requestIdOf(context.headers);
  const shown = JSON.stringify(redact(event.data.slice(0, 200), context.secrets));
  throw new ColloquyError('parse', `${context.provider.label} sent an event that is not a JSON object: ${shown}`, {
    provider: context.provider.name,
    ...(requestId === undefined ? {} : { requestId }),
  });
}
