import type {
  BaseChatModelCallOptions,
  BaseChatModelParams,
  BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import type { ModelProfile } from '@langchain/core/language_models/profile';
import type { ConnectionFields, HeaderFields } from './connection/connection-fields.ts';

/** Which of the two chat APIs a model is called through. */
export type ChatApi = 'chat' | 'responses' | 'auto';

/** Which assistant messages are sent back with the reasoning that led to them. */
export type ReplayReasoning = 'never' | 'tool-turns' | 'always';

/** How a structured answer is asked for. */
export type StructuredOutputMethod = 'jsonSchema' | 'functionCalling' | 'jsonMode';

/** How deltas are gathered into chunks. */
export interface Coalesce {
  /** `per-read`: deltas of one network read are one chunk, which delays nothing. @default 'per-read' */
  readonly text?: 'per-read' | false;
  /** Holds a tool call's arguments back until this many characters are together; `false` holds nothing. @default false */
  readonly toolArgs?: number | false;
}

/** What a `ChatColloquy` is made with; any other key is refused with `configuration`. */
export interface ChatColloquyFields extends BaseChatModelParams, ConnectionFields {
  /** The model's id, as the service lists it. */
  model: string;
  /**
   * `auto` takes chat completions where the service has them, and Responses where it has not or where a tool is one the
   * service runs itself. @default 'auto'
   */
  api?: ChatApi;
  /** Asks for streams also where the caller wants the whole answer. @default false */
  streaming?: boolean;
  /** 0 to 2; sent as it is. @default the service's */
  temperature?: number;
  /** Bounds the answer, in tokens; sent under the name that the service takes. */
  maxTokens?: number;
  /** Texts before which the answer ends. */
  stop?: string[];
  /** The same as `stop`. */
  stopSequences?: string[];
  /** How much a reasoning model thinks: `minimal`, `low`, `medium`, `high`, ... */
  reasoningEffort?: string;
  /** @default 'tool-turns' */
  replayReasoning?: ReplayReasoning;
  /** @default the first of json schema, function calling and json mode that the service takes */
  structuredOutputMethod?: StructuredOutputMethod;
  /** `false` hands every delta on as a chunk of its own. @default { text: 'per-read', toolArgs: false } */
  coalesce?: Coalesce | boolean;
  /** Facts about the model, above those known of the provider. */
  profile?: ModelProfile;
  /** Request parameters that have no option here; they win over those that have. */
  extraBody?: Record<string, unknown>;
}

/** What a single call may set. */
export interface ChatColloquyCallOptions extends BaseChatModelCallOptions {
  /** Headers for this call; `null` leaves out one of the client's. */
  headers?: HeaderFields;
  /** Request parameters that have no option here; they win over the model's. */
  extraBody?: Record<string, unknown>;
  /** Tools for this call: LangChain's, OpenAI's, or those the service runs itself. */
  tools?: BindToolsInput[];
  /** Whether tool arguments and structured answers must follow their schemas to the letter. */
  strict?: boolean;
  /** Whether one turn may hold several calls. */
  parallel_tool_calls?: boolean;
  /** In the form of chat completions; said to Responses as `text.format`. */
  response_format?: Record<string, unknown>;
  /** Instead of the model's own, for this call. */
  reasoningEffort?: string;
  /** Instead of the model's own, for this call. */
  temperature?: number;
  /** Instead of the model's own, for this call; in tokens. */
  maxTokens?: number;
}
