import type { Call } from '../exchange/call.ts';
import type { GenerationBudget } from '../generation/admit-generation.ts';
import { AnswerDraft } from '../generation/answer-draft.ts';
import { runGeneration } from '../generation/run-generation.ts';
import type { ResolvedModel } from '../models/model-catalog.ts';
import type { ResponseRequest } from './response-request.ts';
import { type ResponseEvent, ResponseWriter } from './response-writer.ts';
import type { ResponseObject } from './stored-responses.ts';

/** A response about to be made. */
export interface ResponseJob extends GenerationBudget {
  readonly call: Call;
  readonly request: ResponseRequest;
  readonly model: ResolvedModel;
  readonly response: ResponseObject;
  /** Called once with the finished response, before its last event is told. */
  readonly finished: (response: ResponseObject) => void;
}

/** The events of one response from `created` to its end; leaving the loop charges what was delivered. */
export async function* runResponse(job: ResponseJob): AsyncGenerator<ResponseEvent[]> {
  const { call, request, model, admission, maxTokens, finished } = job;
  const writer = new ResponseWriter(job.response);
  const draft = new AnswerDraft(job.promptTokens);
  const signal = call.signal;
  try {
    yield writer.begin();
    const generation = { ...request.generate, maxTokens, model: model.trained, signal };
    for await (const piece of runGeneration(call, generation)) {
      const made = draft.add(piece);
      if (piece.type === 'text') yield writer.text(piece);
      else if (piece.type === 'tool_call' && made) yield writer.call(made, piece.fragments);
    }
    if (!draft.ended) return;
    const last = writer.end(draft, call.now());
    finished(writer.response);
    yield last;
  } finally {
    await admission.settle(draft.charged);
  }
}
