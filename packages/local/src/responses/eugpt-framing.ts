import { randomUUID } from 'node:crypto';
import { ServerEvent } from '@colloquy/core';
import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import type { ResponseEvent } from './response-writer.ts';
import type { ResponsesFraming } from './responses-framing.ts';
import type { ResponseObject } from './stored-responses.ts';

/**
 * Responses as EU GPT writes them.
 *
 * Bare UUIDs, milliseconds, `output_text` on the wire; every frame is `event: message`, and neither item ids nor
 * message items nor usage are sent.
 */
export const eugptResponsesFraming: ResponsesFraming = {
  newId: randomUUID,
  whole: (response) => ({
    ...headOf(response),
    output: response.output.map((item) => ({
      type: item.type,
      role: item['role'],
      content: parts(item['content']).map(({ text }) => ({ type: 'output_text', text, annotations: [] })),
    })),
    output_text: textOf(response),
  }),
  stream: () => {
    let sequence = 0;
    return (event) => {
      const said = SAID[event.type]?.(event);
      return said && ServerEvent.of({ type: event.type, sequence_number: sequence++, ...said }, 'message');
    };
  },
};

/** The events that are sent, and what they carry. */
const SAID: Readonly<Record<string, (event: ResponseEvent) => JsonObject>> = {
  'response.created': ({ response }) => ({ response: headOf(response as ResponseObject) }),
  'response.content_part.added': ({ output_index, content_index }) => ({
    output_index,
    content_index,
    part: { type: 'output_text', text: '' },
  }),
  'response.output_text.delta': ({ output_index, content_index, delta }) => ({ output_index, content_index, delta }),
  'response.output_text.done': ({ output_index, content_index, text }) => ({ output_index, content_index, text }),
  'response.completed': completed,
  // It knows no unfinished answers: one that was cut counts as completed.
  'response.incomplete': completed,
};

function completed({ response }: ResponseEvent): JsonObject {
  const { id, model } = response as ResponseObject;
  const response_ = { id, status: 'completed', model, output_text: textOf(response as ResponseObject) };
  return { type: 'response.completed', response: response_ };
}

function headOf(response: ResponseObject): JsonObject {
  return {
    id: response.id,
    object: 'response',
    created_at: Number(response['created_at']) * 1000,
    status: response.status === 'incomplete' ? 'completed' : response.status,
    model: response['model'],
  };
}

function textOf(response: ResponseObject): string {
  return response.output.flatMap((item) => parts(item['content']).map(({ text }) => String(text ?? ''))).join('');
}

function parts(content: unknown): JsonObject[] {
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}
