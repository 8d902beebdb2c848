import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { Refusal } from '../refusal/refusal.ts';
import { noSuch } from '../refusal/refusals.ts';
import { listObject, listQuery } from '../validation/list-query.ts';
import { framed } from './create-response.ts';
import { findResponse, keepResponse, RESPONSE, type StoredResponse } from './stored-responses.ts';

/** `GET /responses/{id}`; with `stream=true` the events of a background response from `starting_after` on. */
export function retrieveResponse(call: Call): Answer {
  const { response } = find(call);
  if (call.query.get('stream') !== 'true') return { json: response };
  const { background } = call.services;
  if (!background.knows(response.id)) {
    throw new Refusal(400, 'Only background responses that were made lately can be streamed again.', {
      param: 'stream',
    });
  }
  const after = Number(call.query.get('starting_after') ?? -1);
  return { events: framed(call, background.follow(response.id, Number.isInteger(after) ? after : -1)) };
}

/** `DELETE /responses/{id}`. */
export function deleteResponse(call: Call): Answer {
  const { response } = find(call);
  call.services.background.cancel(response.id);
  call.services.store.records.delete(RESPONSE, call.project, response.id);
  return { json: { id: response.id, object: 'response', deleted: true } };
}

/** `POST /responses/{id}/cancel`: only background responses; doing it twice is no error. */
export function cancelResponse(call: Call): Answer {
  const stored = find(call);
  const { response } = stored;
  if (!response.background) {
    throw new Refusal(400, 'Cannot cancel a synchronous response; only responses created with background=true.');
  }
  if (response.status !== 'queued' && response.status !== 'in_progress') return { json: response };
  const cancelled = { ...response, status: 'cancelled' as const };
  keepResponse(call, { ...stored, response: cancelled });
  call.services.background.cancel(response.id);
  return { json: cancelled };
}

/** `GET /responses/{id}/input_items`. */
export function listInputItems(call: Call): Answer {
  const { input } = find(call);
  const { after, limit, order } = listQuery(call.query, { limit: 20, most: 100, order: 'desc' });
  const items = order === 'desc' ? [...input].reverse() : [...input];
  const start = after === undefined ? 0 : items.findIndex(({ id }) => id === after) + 1;
  const page = { items: items.slice(start, start + limit), hasMore: items.length > start + limit };
  return { json: listObject(page) };
}

function find(call: Call): StoredResponse {
  const id = call.params['id'] as string;
  const stored = findResponse(call, id);
  if (!stored) throw noSuch('Response', id);
  return stored;
}
