import { lookUp } from '../wire/look-up.ts';

type Fields = Record<string, unknown>;

/** Event types of a Responses stream that only announce an answer. */
const PRELUDE = new Set([
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.routing.completed',
  'response.content_part.added',
  'response.reasoning_summary_part.added',
  'error',
  'response.failed',
]);

/** Event types that may or may not bring something: an empty text and a message yet to be written do not. */
const RESPONSES: Readonly<Record<string, ((json: Fields) => boolean) | undefined>> = {
  'response.output_item.added': ({ item }) => !ANNOUNCED.has((item as Fields | undefined)?.['type']),
  'response.output_text.delta': ({ delta }) => delta !== '',
  'response.reasoning_text.delta': ({ delta }) => delta !== '',
  'response.refusal.delta': ({ delta }) => delta !== '',
};

/** Items that begin empty; a call is added with its name. */
const ANNOUNCED: ReadonlySet<unknown> = new Set(['message', 'reasoning']);

/**
 * Whether a stream event gives the caller something: text, reasoning, a tool call, a refusal, or the end.
 *
 * Until the first such event a request may be sent again unseen; roles and announcements are none.
 */
export function isContent(json: Fields): boolean {
  const type = json['type'];
  if (typeof type === 'string' && json['choices'] === undefined) {
    const read = lookUp(RESPONSES, type);
    return read === undefined ? !PRELUDE.has(type) : read(json);
  }
  const choices = json['choices'];
  return Array.isArray(choices) && (choices as Fields[]).some(choiceHasContent);
}

function choiceHasContent(choice: Fields): boolean {
  if (typeof choice?.['finish_reason'] === 'string') return true;
  const delta = choice?.['delta'] as Fields | null | undefined;
  if (typeof delta !== 'object' || delta === null) return false;
  for (const field in delta) if (field !== 'role' && !isEmpty(delta[field])) return true;
  return false;
}

/** Whether a field of a delta brings nothing; services differ in which fields they send, and in how they leave them empty. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
