import { ServerEvent } from '@colloquy/core';
import type { JsonObject } from '../body/json-object.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { admitGeneration, type GenerationBudget } from '../generation/admit-generation.ts';
import { AnswerDraft } from '../generation/answer-draft.ts';
import { runGeneration } from '../generation/run-generation.ts';
import type { ResolvedModel } from '../models/model-catalog.ts';
import { newId } from '../new-id.ts';
import type { ChatChoice, ChatCost, ChatHead } from './chat-framing.ts';
import { type ChatRequest, chatRequest } from './chat-request.ts';
import { keepChat } from './stored-chat.ts';

/** A completion that is being made. */
interface Job extends GenerationBudget {
  readonly call: Call;
  readonly body: JsonObject;
  readonly request: ChatRequest;
  readonly model: ResolvedModel;
  readonly head: ChatHead;
  readonly started: number;
}

/** `POST /chat/completions`, whole or streamed. */
export async function createChatCompletion(call: Call): Promise<Answer> {
  const started = performance.now();
  const body = await call.json();
  const request = await chatRequest(body, call.dialect);
  const model = await call.services.models.resolve(call.project, request.model, 'chat');
  const { answers, generate } = request;
  const budget = await admitGeneration(call, generate, {
    answers,
    maxTokens: generate.maxTokens,
    param: 'messages',
  });
  const head: ChatHead = {
    id: newId('chatcmpl-', 29),
    created: call.now(),
    model: call.dialect.modelName(request.model),
    includeUsage: request.includeUsage,
    legacyFunctions: request.legacyFunctions,
    serviceTier: 'default',
  };
  const job: Job = { call, body, request, model, head, ...budget, started };
  return request.stream ? { events: streamed(job) } : { json: await whole(job) };
}

async function whole(job: Job): Promise<JsonObject> {
  const { call, request, head, admission, promptTokens } = job;
  const choices: ChatChoice[] = [];
  let settled = false;
  try {
    for (let index = 0; index < request.answers; index++) {
      const draft = new AnswerDraft(promptTokens);
      choices.push({ index, draft, wantsLogprobs: request.wantsLogprobs });
      for await (const piece of pieces(job, index)) draft.add(piece);
      call.signal?.throwIfAborted();
    }
    const cost = costOf(choices, job);
    settled = true;
    await admission.settle(cost.prompt + cost.completion);
    const completion = call.dialect.chat.whole(head, choices, cost);
    if (request.store) keepChat(call, job.body, completion, request.metadata);
    return completion;
  } finally {
    if (!settled) await admission.release();
  }
}

async function* streamed(job: Job): AsyncGenerator<readonly ServerEvent[]> {
  const { call, request, head, admission, promptTokens } = job;
  const framing = call.dialect.chat;
  const choices: ChatChoice[] = [];
  const events = (chunks: readonly JsonObject[]) => chunks.map((chunk) => ServerEvent.of(chunk));
  try {
    for (let index = 0; index < request.answers; index++) {
      const draft = new AnswerDraft(promptTokens);
      choices.push({ index, draft, wantsLogprobs: request.wantsLogprobs });
      let open = false;
      for await (const piece of pieces(job, index)) {
        if (!open) yield events(framing.open(head, index, piece.type === 'tool_call'));
        open = true;
        const made = draft.add(piece);
        if (piece.type === 'text') yield events([framing.text(head, index, piece.text, piece.logprobs)]);
        else if (piece.type === 'tool_call' && made) {
          const position = draft.calls.length - 1;
          for (const chunk of framing.call(head, index, position, made, piece.fragments)) yield events([chunk]);
        }
      }
      if (!draft.ended) return;
      yield events([framing.finish(head, index, draft, costOf(choices, job))]);
    }
    const cost = costOf(choices, job);
    if (request.store) keepChat(call, job.body, call.dialect.chat.whole(head, choices, cost), request.metadata);
    for (const chunk of framing.tail(head, cost)) yield events([chunk]);
    yield [ServerEvent.read('[DONE]')];
  } finally {
    // Also where the caller left: what was delivered is what was used.
    const cost = costOf(choices, job);
    await admission.settle(cost.prompt + cost.completion);
  }
}

function pieces({ call, request, model, maxTokens }: Job, index: number): ReturnType<typeof runGeneration> {
  const { generate } = request;
  // Each further choice is another roll of the same dice.
  const seed = index === 0 ? generate.seed : (generate.seed ?? 0) + index;
  return runGeneration(call, { ...generate, seed, maxTokens, model: model.trained, signal: call.signal });
}

/** Prompt once, every answer's tokens, and the time split in proportion. */
function costOf(choices: readonly ChatChoice[], { promptTokens, started }: Job): ChatCost {
  const prompt = choices[0]?.draft.usage.prompt ?? promptTokens;
  const completion = choices.reduce((sum, { draft }) => sum + draft.usage.completion, 0);
  const ns = Math.max(2, Math.round((performance.now() - started) * 1e6));
  const promptNs = Math.max(1, Math.round((ns * prompt) / (prompt + 10 * completion + 1)));
  return { prompt, completion, promptNs, completionNs: ns - promptNs };
}
