import type { JsonObject } from '../body/json-object.ts';
import { logprobsOf } from '../chat/openai-framing.ts';
import type { EnginePiece } from '../engine/generate-request.ts';
import type { AnswerDraft, DraftCall } from '../generation/answer-draft.ts';
import { newId } from '../new-id.ts';
import type { Item } from './input-items.ts';
import type { ResponseObject } from './stored-responses.ts';

/** One event of a Responses stream. */
export type ResponseEvent = JsonObject & { type: string; sequence_number: number };

/** A message whose text still comes in. */
interface OpenMessage {
  readonly item: Item;
  text: string;
  readonly logprobs: unknown[];
}

/** Makes OpenAI's events out of an answer's pieces, and the response's output along with them. */
export class ResponseWriter {
  readonly response: ResponseObject;
  #sequence = 0;
  #message: OpenMessage | undefined;

  constructor(response: ResponseObject) {
    this.response = response;
  }

  begin(): ResponseEvent[] {
    const created = this.#event('response.created', { response: this.#snapshot() });
    const queued =
      this.response.status === 'queued' ? [this.#event('response.queued', { response: this.#snapshot() })] : [];
    this.response.status = 'in_progress';
    return [created, ...queued, this.#event('response.in_progress', { response: this.#snapshot() })];
  }

  text(piece: EnginePiece & { type: 'text' }): ResponseEvent[] {
    const opening = this.#message ? [] : this.#openMessage();
    const message = this.#message as OpenMessage;
    const logprobs = piece.logprobs ? (logprobsOf(piece.logprobs)['content'] as unknown[]) : [];
    message.text += piece.text;
    message.logprobs.push(...logprobs);
    const where = this.#where(message.item);
    return [...opening, this.#event('response.output_text.delta', { ...where, delta: piece.text, logprobs })];
  }

  call(call: DraftCall, fragments: readonly string[]): ResponseEvent[] {
    const closing = this.#closeMessage('completed');
    const item: Item = {
      id: newId('fc_', 40),
      type: 'function_call',
      status: 'in_progress',
      arguments: '',
      call_id: call.id,
      name: call.name,
    };
    const output_index = this.response.output.length;
    const item_id = item.id;
    const done: Item = { ...item, status: 'completed', arguments: call.arguments };
    const events = [
      ...closing,
      this.#event('response.output_item.added', { output_index, item }),
      ...fragments.map((delta) =>
        this.#event('response.function_call_arguments.delta', { item_id, output_index, delta }),
      ),
      this.#event('response.function_call_arguments.done', {
        item_id,
        output_index,
        name: call.name,
        arguments: call.arguments,
      }),
      this.#event('response.output_item.done', { output_index, item: done }),
    ];
    this.response.output.push(done);
    return events;
  }

  /** The last events: `completed`, or `incomplete` where the tokens ran out. */
  end(draft: AnswerDraft, completedAt: number): ResponseEvent[] {
    const cut = draft.finish === 'length';
    // An answer of no words is still a message.
    const opening = this.response.output.length === 0 && !this.#message ? this.#openMessage() : [];
    const closing = this.#closeMessage(cut ? 'incomplete' : 'completed');
    const { prompt, completion } = draft.usage;
    Object.assign(this.response, {
      status: cut ? 'incomplete' : 'completed',
      completed_at: cut ? null : completedAt,
      incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
      usage: {
        input_tokens: prompt,
        input_tokens_details: { cached_tokens: 0 },
        output_tokens: completion,
        output_tokens_details: { reasoning_tokens: 0 },
        total_tokens: prompt + completion,
      },
    });
    const type = cut ? 'response.incomplete' : 'response.completed';
    return [...opening, ...closing, this.#event(type, { response: this.#snapshot() })];
  }

  /** The last events of a response that broke. */
  fail(message: string): ResponseEvent[] {
    Object.assign(this.response, { status: 'failed', error: { code: 'server_error', message } });
    return [this.#event('response.failed', { response: this.#snapshot() })];
  }

  #openMessage(): ResponseEvent[] {
    const item: Item = {
      id: newId('msg_', 40),
      type: 'message',
      status: 'in_progress',
      content: [],
      role: 'assistant',
    };
    this.#message = { item, text: '', logprobs: [] };
    const part = { type: 'output_text', annotations: [], logprobs: [], text: '' };
    return [
      this.#event('response.output_item.added', { output_index: this.response.output.length, item }),
      this.#event('response.content_part.added', { ...this.#where(item), part }),
    ];
  }

  #closeMessage(status: 'completed' | 'incomplete'): ResponseEvent[] {
    if (!this.#message) return [];
    const { item, text, logprobs } = this.#message;
    this.#message = undefined;
    const where = this.#where(item);
    const part = { type: 'output_text', annotations: [], logprobs, text };
    const done: Item = { ...item, status, content: [part] };
    const events = [
      this.#event('response.output_text.done', { ...where, text, logprobs }),
      this.#event('response.content_part.done', { ...where, part }),
      this.#event('response.output_item.done', { output_index: this.response.output.length, item: done }),
    ];
    this.response.output.push(done);
    return events;
  }

  #where(item: Item): JsonObject {
    return { item_id: item.id, output_index: this.response.output.length, content_index: 0 };
  }

  #snapshot(): ResponseObject {
    return { ...this.response, output: [...this.response.output] };
  }

  #event(type: string, fields: JsonObject): ResponseEvent {
    return { type, sequence_number: this.#sequence++, ...fields };
  }
}
