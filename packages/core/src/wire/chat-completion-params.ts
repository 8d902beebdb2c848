import type { ChatCompletionContentPartText, ChatCompletionMessageParam } from './chat-messages.ts';
import type { ChatCompletionTool, ChatCompletionToolChoiceOption } from './chat-tools.ts';
import type { CursorPageParams } from './page.ts';
import type {
  ChatServiceTier,
  InlineModeration,
  JsonSchema,
  Metadata,
  ReasoningEffort,
  ResponseFormatJSONObject,
  ResponseFormatJSONSchema,
  ResponseFormatText,
} from './shared.ts';

/** What a chat completion answers with. */
export type ChatCompletionModality = 'text' | 'audio';

/** The form of a chat completion's text. */
export type ChatCompletionResponseFormat = ResponseFormatText | ResponseFormatJSONSchema | ResponseFormatJSONObject;

/** How a spoken answer sounds. */
export interface ChatCompletionAudioParam {
  format: 'wav' | 'aac' | 'mp3' | 'flac' | 'opus' | 'pcm16';
  /** A voice's name, or a voice of one's own by its id. */
  voice: string | { id: string };
}

/** Text that is likely to be repeated in the answer, as when a file is edited. */
export interface ChatCompletionPredictionContent {
  type: 'content';
  content: string | ChatCompletionContentPartText[];
}

/** What a stream carries beside the answer; only with `stream: true`. */
export interface ChatCompletionStreamOptions {
  /** Pads the chunks so that their lengths tell nothing. @default true */
  include_obfuscation?: boolean;
  /** Adds one last chunk without choices that has the usage. @default false */
  include_usage?: boolean;
}

/** How the web is searched before the answer. */
export interface ChatCompletionWebSearchOptions {
  /** @default 'medium' */
  search_context_size?: 'low' | 'medium' | 'high';
  user_location?: {
    type: 'approximate';
    approximate: {
      city?: string;
      /** ISO 3166-1, two letters. */
      country?: string;
      region?: string;
      /** IANA: `Europe/Rome`. */
      timezone?: string;
    };
  } | null;
}

/** A request for a chat completion. */
export interface ChatCompletionCreateParamsBase {
  /** At least one. */
  messages: ChatCompletionMessageParam[];
  model: string;
  audio?: ChatCompletionAudioParam | null;
  /** -2 to 2. @default 0 */
  frequency_penalty?: number | null;
  /** @deprecated the older way to say `tool_choice` */
  function_call?: 'none' | 'auto' | { name: string };
  /** @deprecated the older way to say `tools` */
  functions?: Array<{ name: string; description?: string; parameters?: JsonSchema }>;
  /** From token ids to -100 to 100. */
  logit_bias?: { [token: string]: number } | null;
  /** @default false */
  logprobs?: boolean | null;
  /** Bounds the answer, reasoning included, in tokens. */
  max_completion_tokens?: number | null;
  /** Bounds the answer in tokens. @deprecated OpenAI's reasoning models refuse it; older services know no other. */
  max_tokens?: number | null;
  metadata?: Metadata | null;
  /** @default ['text'] */
  modalities?: ChatCompletionModality[] | null;
  moderation?: InlineModeration | null;
  /** Answers to give, 1 to 128. @default 1 */
  n?: number | null;
  /** Whether one turn may hold several calls. @default true */
  parallel_tool_calls?: boolean;
  prediction?: ChatCompletionPredictionContent | null;
  /** -2 to 2. @default 0 */
  presence_penalty?: number | null;
  prompt_cache_key?: string | null;
  prompt_cache_options?: { mode?: 'implicit' | 'explicit'; ttl?: '30m' };
  prompt_cache_retention?: 'in_memory' | '24h' | null;
  reasoning_effort?: ReasoningEffort;
  response_format?: ChatCompletionResponseFormat;
  /** Tells the service's end users apart, at most 64 characters. */
  safety_identifier?: string | null;
  /** @deprecated asks for the same answer again, without a promise */
  seed?: number | null;
  service_tier?: ChatServiceTier;
  /** Up to 4 texts before which the answer ends. */
  stop?: string | string[] | null;
  /** Keeps the completion for `retrieve` and `list`. */
  store?: boolean | null;
  stream?: boolean | null;
  stream_options?: ChatCompletionStreamOptions | null;
  /** 0 to 2. @default 1 */
  temperature?: number | null;
  tool_choice?: ChatCompletionToolChoiceOption;
  tools?: ChatCompletionTool[];
  /** 0 to 20; needs `logprobs`. */
  top_logprobs?: number | null;
  /** 0 to 1. @default 1 */
  top_p?: number | null;
  /** @deprecated `safety_identifier` and `prompt_cache_key` replace it */
  user?: string;
  /** @default 'medium' */
  verbosity?: 'low' | 'medium' | 'high' | null;
  web_search_options?: ChatCompletionWebSearchOptions;
}

/** A request for a whole chat completion. */
export interface ChatCompletionCreateParamsNonStreaming extends ChatCompletionCreateParamsBase {
  stream?: false | null;
}

/** A request for a chat completion as a stream of chunks. */
export interface ChatCompletionCreateParamsStreaming extends ChatCompletionCreateParamsBase {
  stream: true;
}

/** A request for a chat completion, whole or as a stream. */
export type ChatCompletionCreateParams = ChatCompletionCreateParamsNonStreaming | ChatCompletionCreateParamsStreaming;

/** What may be changed in a stored completion. */
export interface ChatCompletionUpdateParams {
  metadata: Metadata | null;
}

/** Which stored completions to list; `limit` is 20 by default. */
export interface ChatCompletionListParams extends CursorPageParams {
  metadata?: Metadata | null;
  model?: string;
  /** By time of creation. @default 'asc' */
  order?: 'asc' | 'desc';
}

/** Which messages of a stored completion to list; `limit` is 20 by default. */
export interface MessageListParams extends CursorPageParams {
  /** @default 'asc' */
  order?: 'asc' | 'desc';
}
