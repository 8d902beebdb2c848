import type {
  ChatCompletionContentPartImage,
  ChatCompletionContentPartText,
  ChatCompletionFunctionCall,
} from './chat-messages.ts';
import type { ChatCompletionMessageToolCall } from './chat-tools.ts';
import type { CompletionUsage } from './completion-usage.ts';
import type { ChatServiceTier, InlineModerationError, InlineModerationResult, Metadata } from './shared.ts';

/** Why an answer ended. */
export type ChatCompletionFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'function_call';

/** A place in the answer's text that rests on a web page; indexes count characters. */
export interface ChatCompletionAnnotation {
  type: 'url_citation';
  url_citation: { start_index: number; end_index: number; title: string; url: string };
}

/** A spoken answer. */
export interface ChatCompletionAudio {
  id: string;
  /** Base64, in the format that was asked for. */
  data: string;
  /** Unix time in seconds until which a later turn may refer to it. */
  expires_at: number;
  transcript: string;
}

/** What the model answered. */
export interface ChatCompletionMessage {
  role: 'assistant';
  /** Null where the answer is only calls. */
  content: string | null;
  refusal: string | null;
  annotations?: ChatCompletionAnnotation[];
  audio?: ChatCompletionAudio | null;
  /** @deprecated the older way to say `tool_calls` */
  function_call?: ChatCompletionFunctionCall | null;
  tool_calls?: ChatCompletionMessageToolCall[];
  /** What the model thought, where a compatible service tells; OpenAI has no such field. */
  reasoning_content?: string;
}

/** A token that could have stood in a place. */
export interface ChatCompletionTopLogprob {
  token: string;
  /** UTF-8; a character may be spread over several tokens. */
  bytes: number[] | null;
  /** Natural logarithm of the probability. */
  logprob: number;
}

/** A token of the answer and what could have stood in its place. */
export interface ChatCompletionTokenLogprob extends ChatCompletionTopLogprob {
  top_logprobs: ChatCompletionTopLogprob[];
}

/** The probabilities of an answer's tokens. */
export interface ChatCompletionLogprobs {
  content: ChatCompletionTokenLogprob[] | null;
  refusal: ChatCompletionTokenLogprob[] | null;
}

/** One of the answers. */
export interface ChatCompletionChoice {
  index: number;
  message: ChatCompletionMessage;
  finish_reason: ChatCompletionFinishReason;
  logprobs: ChatCompletionLogprobs | null;
}

/** What inline moderation found in the request's messages or in the answers. */
export interface ChatCompletionModerationResults {
  type: 'moderation_results';
  model: string;
  results: InlineModerationResult[];
}

/** What inline moderation found. */
export interface ChatCompletionModeration {
  input: ChatCompletionModerationResults | InlineModerationError;
  output: ChatCompletionModerationResults | InlineModerationError;
}

/** A whole chat completion. */
export interface ChatCompletion {
  /** `chatcmpl-...` */
  id: string;
  object: 'chat.completion';
  /** Unix time in seconds. */
  created: number;
  model: string;
  choices: ChatCompletionChoice[];
  metadata?: Metadata | null;
  moderation?: ChatCompletionModeration | null;
  service_tier?: ChatServiceTier;
  /** @deprecated the configuration the answer was made with */
  system_fingerprint?: string;
  usage?: CompletionUsage;
}

/** A piece of a call; pieces with one `index` belong together, the first has `id`, `type` and `name`. */
export interface ChatCompletionChunkToolCall {
  index: number;
  id?: string;
  type?: 'function' | 'custom';
  function?: { name?: string; arguments?: string };
  custom?: { name?: string; input?: string };
}

/** What a chunk adds to the message. */
export interface ChatCompletionChunkDelta {
  role?: 'developer' | 'system' | 'user' | 'assistant' | 'tool';
  audio?: { id?: string; data?: string; expires_at?: number; transcript?: string };
  content?: string | null;
  /** @deprecated the older way to say `tool_calls` */
  function_call?: { name?: string; arguments?: string };
  refusal?: string | null;
  tool_calls?: ChatCompletionChunkToolCall[];
  /** More of what the model thought, where a compatible service tells; OpenAI has no such field. */
  reasoning_content?: string;
}

/** What a chunk adds to one of the answers. */
export interface ChatCompletionChunkChoice {
  index: number;
  delta: ChatCompletionChunkDelta;
  /** Null until the answer's last chunk. */
  finish_reason: ChatCompletionFinishReason | null;
  logprobs?: ChatCompletionLogprobs | null;
}

/** A piece of a streamed chat completion; `id`, `created` and `model` are the same in all of them. */
export interface ChatCompletionChunk {
  id: string;
  object: 'chat.completion.chunk';
  /** Unix time in seconds. */
  created: number;
  model: string;
  /** Empty in the chunk that has the usage. */
  choices: ChatCompletionChunkChoice[];
  moderation?: ChatCompletionModeration | null;
  /** Padding without a meaning. */
  obfuscation?: string;
  service_tier?: ChatServiceTier;
  /** @deprecated the configuration the answer was made with */
  system_fingerprint?: string;
  /** Only in the last chunk, and only where `stream_options.include_usage` asked for it; else null or absent. */
  usage?: CompletionUsage | null;
}

/** A message of a stored completion. */
export interface ChatCompletionStoreMessage extends ChatCompletionMessage {
  id: string;
  content_parts?: Array<ChatCompletionContentPartText | ChatCompletionContentPartImage> | null;
}

/** A stored completion is gone. */
export interface ChatCompletionDeleted {
  id: string;
  object: 'chat.completion.deleted';
  deleted: boolean;
}
