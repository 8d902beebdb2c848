import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import { toolChoice } from '../chat/chat-tools.ts';
import { conversationItems } from '../conversations/conversation-items.ts';
import type { GenerateRequest } from '../engine/generate-request.ts';
import type { Call } from '../exchange/call.ts';
import { responseFormat } from '../generation/response-format.ts';
import { invalid } from '../refusal/refusals.ts';
import { checkMetadata } from '../validation/check-metadata.ts';
import { checkShape } from '../validation/check-shape.ts';
import { type Item, inputItems, resolveReferences } from './input-items.ts';
import { itemMessages } from './item-messages.ts';
import { RESPONSE_SHAPE } from './response-shape.ts';
import { responseTools } from './response-tools.ts';
import { historyOf } from './stored-responses.ts';

/** A Responses request, checked and read. */
export interface ResponseRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly background: boolean;
  readonly store: boolean;
  /** The items of this turn. */
  readonly items: readonly Item[];
  readonly previous: string | null;
  readonly conversation: string | null;
  readonly instructions: string | null;
  readonly metadata: Record<string, string>;
  readonly generate: GenerateRequest;
}

/** Reads the body of `POST /responses`; refuses with OpenAI's types, codes and params. */
export async function responseRequest(call: Call, body: JsonObject): Promise<ResponseRequest> {
  checkShape(body, RESPONSE_SHAPE, 'named');
  const store = body['store'] !== false;
  const background = body['background'] === true;
  if (background && !store) {
    throw invalid('background', "Background mode requires 'store' to be true.", 'unsupported_parameter');
  }
  const previous = (body['previous_response_id'] as string | null | undefined) ?? null;
  const conversation = conversationId(body['conversation']);
  if (previous !== null && conversation !== null) {
    const message = "Mutually exclusive parameters: 'previous_response_id' and 'conversation'. Send one of them.";
    throw invalid('previous_response_id', message, 'mutually_exclusive_parameters');
  }
  const history = previous === null ? conversationItems(call, conversation) : historyOf(call, previous);
  const items = resolveReferences(inputItems(body['input']), history);
  if (items.length === 0 && history.length === 0) {
    throw invalid('input', "Missing required parameter: 'input'.", 'missing_required_parameter');
  }
  const instructions = (body['instructions'] as string | null | undefined) ?? null;
  const tools = await responseTools((body['tools'] as JsonObject[] | null | undefined) ?? []);
  const format = await responseFormat(
    (body['text'] as JsonObject | null | undefined)?.['format'],
    'text.format',
    false,
  );
  const messages = itemMessages([...history, ...items], instructions);
  if (format?.type === 'json_object' && !messages.some(({ content }) => /json/i.test(content))) {
    const message =
      "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.";
    throw invalid('input', message, null);
  }
  return {
    model: body['model'] as string,
    stream: (body['stream'] as boolean | null | undefined) ?? call.dialect.streamDefault,
    background,
    store,
    items,
    previous,
    conversation,
    instructions,
    metadata: checkMetadata(body['metadata']) ?? {},
    generate: {
      messages,
      ...(tools.length > 0 ? { tools } : {}),
      toolChoice: toolChoice(body['tool_choice'], tools),
      parallelToolCalls: (body['parallel_tool_calls'] as boolean | null | undefined) ?? undefined,
      responseFormat: format,
      maxTokens: (body['max_output_tokens'] as number | null | undefined) ?? undefined,
      temperature: (body['temperature'] as number | null | undefined) ?? undefined,
      topLogprobs: wantsLogprobs(body) ? ((body['top_logprobs'] as number | null | undefined) ?? 0) : undefined,
    },
  };
}

function wantsLogprobs(body: JsonObject): boolean {
  const include = (body['include'] as string[] | null | undefined) ?? [];
  return include.includes('message.output_text.logprobs') || body['top_logprobs'] != null;
}

function conversationId(given: unknown): string | null {
  if (given === undefined || given === null) return null;
  if (typeof given === 'string') return given;
  if (isJsonObject(given) && typeof given['id'] === 'string') return given['id'];
  throw invalid(
    'conversation',
    "Invalid type for 'conversation': expected an id or an object with one.",
    'invalid_type',
  );
}
