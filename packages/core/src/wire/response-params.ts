import type { CursorPageParams } from './page.ts';
import type { ResponseInputContent } from './response-content.ts';
import type { ResponseInput } from './response-input.ts';
import type { ResponseFormatTextConfig } from './response-items.ts';
import type { ResponseToolChoice, Tool } from './response-tools.ts';
import type { InlineModeration, Metadata, Reasoning } from './shared.ts';

/** What an answer may carry in addition. */
export type ResponseIncludable =
  | 'file_search_call.results'
  | 'web_search_call.results'
  | 'web_search_call.action.sources'
  | 'message.input_image.image_url'
  | 'computer_call_output.output.image_url'
  | 'code_interpreter_call.outputs'
  | 'reasoning.encrypted_content'
  | 'message.output_text.logprobs';

/** The processing class a request asks for, or an answer was given in. */
export type ServiceTier = 'auto' | 'default' | 'flex' | 'scale' | 'priority' | 'fast' | 'ultrafast' | null;

/** The form of the text, and how much of it. */
export interface ResponseTextConfig {
  format?: ResponseFormatTextConfig;
  /** @default 'medium' */
  verbosity?: 'low' | 'medium' | 'high' | null;
}

/** A prompt kept at the service, and what to put into it. */
export interface ResponsePrompt {
  id: string;
  variables?: { [name: string]: string | ResponseInputContent } | null;
  version?: string | null;
}

/** A conversation kept at the service. */
export interface ResponseConversationParam {
  id: string;
}

/** A request for a response. */
export interface ResponseCreateParamsBase {
  access_programs?: { cyber?: 'standard' | 'daybreak_blue' | 'daybreak_red' };
  /** Answers at once and goes on working; the response is to be retrieved. @default false */
  background?: boolean | null;
  context_management?: Array<{ type: string; compact_threshold?: number | null }> | null;
  /** Not together with `previous_response_id`. */
  conversation?: string | ResponseConversationParam | null;
  image?: { context_compression?: 'auto' | 'enabled' | 'disabled' };
  include?: ResponseIncludable[] | null;
  /** A text is one user message. */
  input?: string | ResponseInput;
  /** Instructions above the conversation; those of the previous response are not taken over. */
  instructions?: string | null;
  /** Bounds the answer, reasoning included, in tokens; at least 16 at OpenAI. */
  max_output_tokens?: number | null;
  /** Bounds the calls of tools that the service runs. */
  max_tool_calls?: number | null;
  metadata?: Metadata | null;
  model?: string;
  moderation?: InlineModeration | null;
  /** Whether one turn may hold several calls. @default true */
  parallel_tool_calls?: boolean | null;
  /** Goes on from there. Not together with `conversation`. */
  previous_response_id?: string | null;
  prompt?: ResponsePrompt | null;
  prompt_cache_key?: string | null;
  prompt_cache_options?: {
    comparison_response_id?: string | null;
    mode?: 'implicit' | 'explicit';
    prewarm?: boolean;
    ttl?: '30m' | '12h';
  };
  prompt_cache_retention?: 'in_memory' | '24h' | null;
  reasoning?: Reasoning | null;
  /** Tells the service's end users apart, at most 64 characters. */
  safety_identifier?: string | null;
  service_tier?: ServiceTier;
  /** Keeps the response for 30 days. @default true */
  store?: boolean | null;
  stream?: boolean | null;
  /** Only with `stream: true`; usage comes in any case. */
  stream_options?: { include_obfuscation?: boolean } | null;
  /** 0 to 2. @default 1 */
  temperature?: number | null;
  text?: ResponseTextConfig;
  tool_choice?: ResponseToolChoice;
  tools?: Tool[];
  /** 0 to 20. */
  top_logprobs?: number | null;
  /** 0 to 1. @default 1 */
  top_p?: number | null;
  /** `auto` drops what does not fit from the middle of the conversation. @default 'disabled' */
  truncation?: 'auto' | 'disabled' | null;
  /** @deprecated `safety_identifier` and `prompt_cache_key` replace it */
  user?: string;
}

/** A request for a whole response. */
export interface ResponseCreateParamsNonStreaming extends ResponseCreateParamsBase {
  stream?: false | null;
}

/** A request for a response as a stream of events. */
export interface ResponseCreateParamsStreaming extends ResponseCreateParamsBase {
  stream: true;
}

/** A request for a response, whole or as a stream. */
export type ResponseCreateParams = ResponseCreateParamsNonStreaming | ResponseCreateParamsStreaming;

/** What a stored response is to come with. */
export interface ResponseRetrieveParamsBase {
  include?: ResponseIncludable[];
  include_obfuscation?: boolean;
  /** The `sequence_number` after which the stream goes on. */
  starting_after?: number;
  stream?: boolean;
}

/** A stored response, whole. */
export interface ResponseRetrieveParamsNonStreaming extends ResponseRetrieveParamsBase {
  stream?: false;
}

/** The events of a response that runs in the background. */
export interface ResponseRetrieveParamsStreaming extends ResponseRetrieveParamsBase {
  stream: true;
}

/** A stored response, whole or as a stream. */
export type ResponseRetrieveParams = ResponseRetrieveParamsNonStreaming | ResponseRetrieveParamsStreaming;

/** Which input items of a stored response to list; `limit` is 20 by default. */
export interface InputItemListParams extends CursorPageParams {
  include?: ResponseIncludable[];
  /** @default 'desc' */
  order?: 'asc' | 'desc';
}
