import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import { appendConversation, conversationItems } from '../conversations/conversation-items.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { admitGeneration } from '../generation/admit-generation.ts';
import { Refusal } from '../refusal/refusal.ts';
import { framed } from './create-response.ts';
import { type Item, inputItem, inputItems } from './input-items.ts';
import { itemMessages } from './item-messages.ts';
import { responseHead } from './response-head.ts';
import type { ResponseRequest } from './response-request.ts';
import { type ResponseJob, runResponse } from './run-response.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * EU GPT's `POST /responses`: six fields, text only, streamed unless `stream` is false.
 *
 * Fields it does not know are ignored; a `conversation_id` has to be one of the caller's.
 */
export async function createEugptResponse(call: Call): Promise<Answer> {
  const body = await call.json();
  const request = read(call, body);
  const model = await call.services.models.resolve(call.project, request.model, 'chat');
  const budget = await admitGeneration(call, request.generate, {
    answers: 1,
    maxTokens: undefined,
    param: 'input',
  });
  const facts = { model: call.dialect.modelName(request.model), createdAt: call.now() };
  const response = responseHead(call.dialect.responses.newId(), request, {}, facts);
  const finished: ResponseJob['finished'] = ({ output }) => {
    if (request.conversation !== null) appendConversation(call, request.conversation, [...request.items, ...output]);
  };
  const job: ResponseJob = { call, request, model, response, finished, ...budget };
  if (request.stream) return { events: framed(call, runResponse(job)) };
  for await (const _batch of runResponse(job)) {
    // The same events make the whole answer.
  }
  call.signal?.throwIfAborted();
  return { json: call.dialect.responses.whole(job.response) };
}

function read(call: Call, body: JsonObject): ResponseRequest {
  const items = itemsOf(body['input']);
  const instructions = textOrNull(body['instructions'], 'instructions');
  const conversation = textOrNull(body['conversation_id'], 'conversation_id');
  if (conversation !== null && !UUID.test(conversation)) throw new Refusal(400, 'conversation_id must be a valid UUID');
  if (body['stream'] !== undefined && typeof body['stream'] !== 'boolean')
    throw new Refusal(400, 'stream must be a boolean');
  const history = conversationItems(call, conversation);
  const model = body['model'] ?? 'auto';
  if (typeof model !== 'string') throw new Refusal(400, 'model must be a string');
  return {
    model,
    stream: (body['stream'] as boolean | undefined) ?? call.dialect.streamDefault,
    background: false,
    store: false,
    items,
    previous: null,
    conversation,
    instructions,
    metadata: {},
    generate: { messages: itemMessages([...history, ...items], instructions) },
  };
}

function textOrNull(value: unknown, name: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  throw new Refusal(400, `${name} must be a string`);
}

function itemsOf(input: unknown): Item[] {
  if (input === undefined || input === null || input === '') throw new Refusal(400, 'input is required');
  if (typeof input === 'string') return inputItems(input);
  if (!Array.isArray(input) || input.length === 0)
    throw new Refusal(400, 'input must be a string or a list of messages');
  return input.map((message: unknown, at) => {
    const content = isJsonObject(message) ? message['content'] : undefined;
    if (!Array.isArray(content)) throw new Refusal(400, `input[${at}].content must be a list of content parts`);
    for (const part of content) {
      if (!isJsonObject(part) || part['type'] !== 'input_text' || typeof part['text'] !== 'string') {
        throw new Refusal(400, `input[${at}].content: only parts of type input_text are supported`);
      }
    }
    const text = content.map((part) => (part as { text: string }).text).join('\n');
    return inputItem({ role: (message as JsonObject)['role'] ?? 'user', content: text }, `input[${at}]`);
  });
}
