type Fields = Record<string, unknown>;

/** Event types of a Responses stream that only announce an answer. */
const PRELUDE = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.routing.completed',
  'error',
  'response.failed',
]);

/**
 * Whether a stream event gives the caller something: text, reasoning, a tool call, a refusal, or the end.
 *
 * Until the first such event a request may be sent again unseen; roles and announcements are none.
 */
export function isContent(json: Fields): boolean {
  const type = json['type'];
  if (typeof type === 'string' && json['choices'] === undefined) return !PRELUDE.has(type);
  const choices = json['choices'];
  return Array.isArray(choices) && (choices as Fields[]).some(choiceHasContent);
}

function choiceHasContent(choice: Fields): boolean {
  if (typeof choice?.['finish_reason'] === 'string') return true;
  const delta = choice?.['delta'] as Fields | null | undefined;
  if (typeof delta !== 'object' || delta === null) return false;
  return (
    isText(delta['content']) ||
    isText(delta['reasoning_content']) ||
    isText(delta['reasoning']) ||
    isText(delta['refusal']) ||
    (Array.isArray(delta['tool_calls']) && delta['tool_calls'].length > 0) ||
    (typeof delta['function_call'] === 'object' && delta['function_call'] !== null)
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
