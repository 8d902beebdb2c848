import type { JsonObject } from '../body/json-object.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { GenerateRequest } from '../engine/generate-request.ts';
import { responseFormat } from '../generation/response-format.ts';
import { Refusal } from '../refusal/refusal.ts';
import { invalid } from '../refusal/refusals.ts';
import { checkMetadata } from '../validation/check-metadata.ts';
import { checkShape } from '../validation/check-shape.ts';
import { chatMessages } from './chat-messages.ts';
import { CHAT_SHAPE } from './chat-shape.ts';
import { chatTools, toolChoice } from './chat-tools.ts';

/** A chat request, checked and read. */
export interface ChatRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly answers: number;
  readonly wantsLogprobs: boolean;
  readonly store: boolean;
  readonly metadata: Record<string, string> | null;
  /** Answers with `function_call` instead of `tool_calls`, as requests with the older `functions` expect. */
  readonly legacyFunctions: boolean;
  readonly generate: GenerateRequest;
}

/** Reads the body of `POST /chat/completions`; refuses with OpenAI's types, codes and params. */
export async function chatRequest(body: JsonObject, dialect: Dialect): Promise<ChatRequest> {
  const unknown = dialect.unknownParameters === 'ignore' ? 'ignore' : 'legacy';
  if (body['model'] === undefined) throw new Refusal(400, 'you must provide a model parameter');
  checkShape(body, CHAT_SHAPE, unknown);
  const stream = (body['stream'] as boolean | null | undefined) ?? dialect.streamDefault;
  if (!stream && body['stream_options'] != null && unknown !== 'ignore') {
    throw invalid('stream_options', "The 'stream_options' parameter is only allowed when 'stream' is enabled.", null);
  }
  if (body['top_logprobs'] != null && body['logprobs'] !== true) {
    throw invalid('top_logprobs', "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", null);
  }
  const tools = await chatTools(body);
  if (tools.length === 0 && body['parallel_tool_calls'] != null && unknown !== 'ignore') {
    const message =
      "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.";
    throw invalid('parallel_tool_calls', message, null);
  }
  const format = await responseFormat(body['response_format'], 'response_format', true);
  const messages = chatMessages(body['messages'] as JsonObject[]);
  if (format?.type === 'json_object' && !messages.some(({ content }) => /json/i.test(content))) {
    const message =
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
    throw invalid('messages', message, null);
  }
  const choice = toolChoice(body['tool_choice'], tools) ?? toolChoice(body['function_call'], tools, 'function_call');
  return {
    model: body['model'] as string,
    stream,
    includeUsage: (body['stream_options'] as { include_usage?: boolean } | null | undefined)?.include_usage === true,
    answers: (body['n'] as number | null | undefined) ?? 1,
    wantsLogprobs: body['logprobs'] === true,
    store: body['store'] === true,
    metadata: checkMetadata(body['metadata']),
    legacyFunctions: body['functions'] != null,
    generate: {
      messages,
      ...(tools.length > 0 ? { tools } : {}),
      toolChoice: choice,
      parallelToolCalls: (body['parallel_tool_calls'] as boolean | null | undefined) ?? undefined,
      responseFormat: format,
      maxTokens: maxTokens(body),
      stop: stopTexts(body['stop']),
      seed: (body['seed'] as number | null | undefined) ?? undefined,
      temperature: (body['temperature'] as number | null | undefined) ?? undefined,
      topLogprobs: body['logprobs'] === true ? ((body['top_logprobs'] as number | null | undefined) ?? 0) : undefined,
    },
  };
}

function maxTokens(body: JsonObject): number | undefined {
  const older = body['max_tokens'] as number | null | undefined;
  const newer = body['max_completion_tokens'] as number | null | undefined;
  if (older != null && newer != null) {
    const message =
      'Setting both `max_tokens` and `max_completion_tokens` is not supported; send `max_completion_tokens` alone.';
    throw invalid('max_tokens', message, 'invalid_parameter_combination');
  }
  return newer ?? older ?? undefined;
}

function stopTexts(stop: unknown): string[] | undefined {
  if (stop === undefined || stop === null) return undefined;
  const texts = Array.isArray(stop) ? stop : [stop];
  if (texts.some((text) => typeof text !== 'string')) {
    throw invalid('stop', "Invalid type for 'stop': expected a string or an array of strings.", 'invalid_type');
  }
  if (texts.length > 4) {
    const message = `Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length ${texts.length} instead.`;
    throw invalid('stop', message, 'array_above_max_length');
  }
  return texts.filter((text) => text !== '');
}
