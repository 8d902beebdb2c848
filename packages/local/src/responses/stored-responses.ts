import type { JsonObject } from '../body/json-object.ts';
import type { Call } from '../exchange/call.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Item } from './input-items.ts';

/** A response as OpenAI's endpoints show it. */
export type ResponseObject = JsonObject & {
  id: string;
  status: 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';
  output: Item[];
  background: boolean;
};

/** A response as it is kept: with the items it answered. */
export interface StoredResponse {
  readonly response: ResponseObject;
  readonly input: readonly Item[];
  readonly previous: string | null;
}

export const RESPONSE = 'response';

/** The response of that id in the caller's project. */
export function findResponse(call: Call, id: string): StoredResponse | undefined {
  return call.services.store.records.get<StoredResponse>(RESPONSE, call.project, id);
}

/** Keeps a response, or keeps it anew. */
export function keepResponse(call: Call, stored: StoredResponse): void {
  call.services.store.records.put(RESPONSE, call.project, stored.response.id, stored);
}

/** Everything said before, oldest first: the input and output of each response of the chain, without instructions. */
export function historyOf(call: Call, id: string): Item[] {
  const turns: Item[][] = [];
  for (let at: string | null = id; at !== null; ) {
    const stored: StoredResponse | undefined = findResponse(call, at);
    if (!stored) {
      throw new Refusal(400, `Previous response with id '${at.slice(0, 100)}' not found.`, {
        code: 'previous_response_not_found',
        param: 'previous_response_id',
      });
    }
    turns.unshift([...stored.input, ...stored.response.output]);
    at = stored.previous;
  }
  return turns.flat();
}
