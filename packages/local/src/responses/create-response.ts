import type { ServerEvent } from '@colloquy/core';
import { appendConversation } from '../conversations/conversation-items.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { admitGeneration } from '../generation/admit-generation.ts';
import { responseHead } from './response-head.ts';
import { responseRequest } from './response-request.ts';
import type { ResponseEvent } from './response-writer.ts';
import { type ResponseJob, runResponse } from './run-response.ts';
import { keepResponse, type ResponseObject } from './stored-responses.ts';

/** `POST /responses`: whole, streamed, or in the background. */
export async function createResponse(call: Call): Promise<Answer> {
  const body = await call.json();
  const request = await responseRequest(call, body);
  const model = await call.services.models.resolve(call.project, request.model, 'chat');
  const budget = await admitGeneration(call, request.generate, {
    answers: 1,
    maxTokens: request.generate.maxTokens,
    param: 'input',
  });
  const facts = { model: call.dialect.modelName(request.model), createdAt: call.now() };
  const response = responseHead(call.dialect.responses.newId(), request, body, facts);
  const keep = (finished: ResponseObject) => {
    if (request.store) keepResponse(call, { response: finished, input: request.items, previous: request.previous });
  };
  const finished = (done: ResponseObject) => {
    call.services.store.records.transaction(() => {
      keep(done);
      if (request.conversation !== null) {
        appendConversation(call, request.conversation, [...request.items, ...done.output]);
      }
    });
  };
  const job: ResponseJob = { call, request, model, response, finished, ...budget };
  if (request.background) {
    keep(response);
    call.services.background.start(job, keep);
    if (!request.stream) return { json: call.dialect.responses.whole({ ...response, status: 'queued' }) };
    return { events: framed(call, call.services.background.follow(response.id, -1)) };
  }
  if (request.stream) return { events: framed(call, runResponse(job)) };
  for await (const _batch of runResponse(job)) {
    // Whole answers are made by the same events; only their end is shown.
  }
  call.signal?.throwIfAborted();
  return { json: call.dialect.responses.whole(job.response) };
}

/** Events as the dialect frames them. */
export async function* framed(
  call: Call,
  batches: AsyncIterable<readonly ResponseEvent[]>,
): AsyncGenerator<readonly ServerEvent[]> {
  const frame = call.dialect.responses.stream();
  for await (const batch of batches) {
    for (const event of batch) {
      const framedEvent = frame(event);
      if (framedEvent) yield [framedEvent];
    }
  }
}
