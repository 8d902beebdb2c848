import type { ChatCompletionMessageToolCall } from './chat-tools.ts';
import type { PromptCacheBreakpoint } from './shared.ts';

/** A piece of text. */
export interface ChatCompletionContentPartText {
  type: 'text';
  text: string;
  prompt_cache_breakpoint?: PromptCacheBreakpoint;
}

/** What the assistant said instead of answering. */
export interface ChatCompletionContentPartRefusal {
  type: 'refusal';
  refusal: string;
}

/** An image. */
export interface ChatCompletionContentPartImage {
  type: 'image_url';
  image_url: {
    /** `https:` or `data:` with base64. */
    url: string;
    /** @default 'auto' */
    detail?: 'auto' | 'low' | 'high' | 'original';
  };
  prompt_cache_breakpoint?: PromptCacheBreakpoint;
}

/** A sound recording. */
export interface ChatCompletionContentPartInputAudio {
  type: 'input_audio';
  input_audio: {
    /** Base64. */
    data: string;
    format: 'wav' | 'mp3';
  };
  prompt_cache_breakpoint?: PromptCacheBreakpoint;
}

/** A file: uploaded before (`file_id`), or here (`file_data` with `filename`). */
export interface ChatCompletionContentPartFile {
  type: 'file';
  file: {
    /** A `data:` URL with base64. */
    file_data?: string;
    file_id?: string;
    filename?: string;
  };
  prompt_cache_breakpoint?: PromptCacheBreakpoint;
}

/** A part of a user message. */
export type ChatCompletionContentPart =
  | ChatCompletionContentPartText
  | ChatCompletionContentPartImage
  | ChatCompletionContentPartInputAudio
  | ChatCompletionContentPartFile;

/** Instructions that stand above the user's; `system` under its newer name. */
export interface ChatCompletionDeveloperMessageParam {
  role: 'developer';
  content: string | ChatCompletionContentPartText[];
  /** Tells participants of one role apart. */
  name?: string;
}

/** Instructions that stand above the user's. */
export interface ChatCompletionSystemMessageParam {
  role: 'system';
  content: string | ChatCompletionContentPartText[];
  /** Tells participants of one role apart. */
  name?: string;
}

/** What the user said. */
export interface ChatCompletionUserMessageParam {
  role: 'user';
  content: string | ChatCompletionContentPart[];
  /** Tells participants of one role apart. */
  name?: string;
}

/** What the assistant said earlier. */
export interface ChatCompletionAssistantMessageParam {
  role: 'assistant';
  /** An earlier spoken answer, by its id. */
  audio?: { id: string } | null;
  /** May be null or absent where there are `tool_calls`. */
  content?: string | Array<ChatCompletionContentPartText | ChatCompletionContentPartRefusal> | null;
  /** @deprecated the older way to say `tool_calls` */
  function_call?: ChatCompletionFunctionCall | null;
  /** Tells participants of one role apart. */
  name?: string;
  refusal?: string | null;
  tool_calls?: ChatCompletionMessageToolCall[];
  /** What the model thought, for services that want it back; OpenAI has no such field. */
  reasoning_content?: string;
}

/** What a tool answered. */
export interface ChatCompletionToolMessageParam {
  role: 'tool';
  content: string | ChatCompletionContentPartText[];
  /** The `id` of the call that is answered. */
  tool_call_id: string;
}

/**
 * What a function answered.
 *
 * @deprecated the older way to say a `tool` message
 */
export interface ChatCompletionFunctionMessageParam {
  role: 'function';
  content: string | null;
  name: string;
}

/** One message of a conversation, as it is sent. */
export type ChatCompletionMessageParam =
  | ChatCompletionDeveloperMessageParam
  | ChatCompletionSystemMessageParam
  | ChatCompletionUserMessageParam
  | ChatCompletionAssistantMessageParam
  | ChatCompletionToolMessageParam
  | ChatCompletionFunctionMessageParam;

/** Who speaks. */
export type ChatCompletionRole = ChatCompletionMessageParam['role'];

/** A call of a function: its name, and its arguments as the model wrote them, not always valid JSON. */
export interface ChatCompletionFunctionCall {
  arguments: string;
  name: string;
}
