import { ServerEvent } from '../wire/server-event.ts';
import { cutShort, type Fold, type ReadEvent } from './fold.ts';
import { NamelessResponses } from './nameless-responses.ts';
import { shapeResponse } from './response-shape.ts';

type Fields = Record<string, unknown>;

const TERMINAL = new Set(['response.completed', 'response.incomplete', 'response.failed']);

/** Finds the response that a Responses stream ends with, and adds it up where its last event does not bring it whole. */
export function responseFold(read: ReadEvent): Fold {
  const shaper = new NamelessResponses([]);
  let whole: Fields | undefined;
  return {
    push: (event) => {
      if (event.isDone) return true;
      const json = read(event);
      const made = shaper.push(json).at(-1);
      if (!TERMINAL.has(String(json['type']))) return false;
      const given = json['response'] as Fields | undefined;
      whole = Array.isArray(given?.['output']) ? given : (made?.['response'] as Fields | undefined);
      return true;
    },
    result: () => {
      if (whole === undefined) throw cutShort();
      return whole;
    },
  };
}

/** The events a response would have been streamed as. */
export function responseToEvents(given: Fields): ServerEvent[] {
  const response = shapeResponse(given);
  const head = { ...response, status: 'in_progress', output: [], output_text: '' };
  const events: Fields[] = [
    { type: 'response.created', response: head },
    { type: 'response.in_progress', response: head },
  ];
  (response['output'] as Fields[]).forEach((item, index) => {
    const place = { item_id: item['id'], output_index: index };
    events.push({ type: 'response.output_item.added', output_index: index, item: emptied(item) });
    if (item['type'] === 'message') {
      (item['content'] as Fields[]).forEach((part, at) => {
        events.push(...partEvents(part, { ...place, content_index: at }));
      });
    }
    if (item['type'] === 'function_call') {
      const { arguments: text, name } = item;
      events.push({ type: 'response.function_call_arguments.delta', ...place, delta: text });
      events.push({ type: 'response.function_call_arguments.done', ...place, name, arguments: text });
    }
    events.push({ type: 'response.output_item.done', output_index: index, item });
  });
  events.push({ type: `response.${response['status']}`, response });
  return events.map((event, sequence_number) => ServerEvent.of({ ...event, sequence_number }, String(event['type'])));
}

function partEvents(part: Fields, place: Fields): Fields[] {
  const added = { type: 'response.content_part.added', ...place };
  const done = { type: 'response.content_part.done', ...place, part };
  if (part['type'] === 'refusal') {
    const { refusal } = part;
    return [
      { ...added, part: { type: 'refusal', refusal: '' } },
      { type: 'response.refusal.delta', ...place, delta: refusal },
      { type: 'response.refusal.done', ...place, refusal },
      done,
    ];
  }
  const { text } = part;
  return [
    { ...added, part: { ...part, text: '' } },
    { type: 'response.output_text.delta', ...place, delta: text, logprobs: [] },
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    done,
  ];
}

/** An item as it stands when it is added: without what its deltas are about to bring. */
function emptied(item: Fields): Fields {
  if (item['type'] === 'message') return { ...item, status: 'in_progress', content: [] };
  return item['type'] === 'function_call' ? { ...item, status: 'in_progress', arguments: '' } : item;
}
