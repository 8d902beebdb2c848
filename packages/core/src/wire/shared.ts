/** Up to 16 pairs kept with an object; keys of at most 64 characters, values of at most 512. */
export type Metadata = { [key: string]: string };

/** A JSON Schema. */
export type JsonSchema = { [key: string]: unknown };

/** How much a reasoning model thinks before it answers; which levels exist depends on the model. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | null;

/** How a reasoning model thinks, and what it tells of it. */
export interface Reasoning {
  /** Which earlier reasoning the model sees. */
  context?: 'auto' | 'current_turn' | 'all_turns' | null;
  effort?: ReasoningEffort;
  /** @deprecated the older name of `summary` */
  generate_summary?: 'auto' | 'concise' | 'detailed' | null;
  mode?: (string & {}) | 'standard' | 'pro';
  summary?: 'auto' | 'concise' | 'detailed' | null;
}

/** Plain text: the default. */
export interface ResponseFormatText {
  type: 'text';
}

/** Some JSON object; the prompt has to ask for JSON too. */
export interface ResponseFormatJSONObject {
  type: 'json_object';
}

/** JSON that follows a schema, as chat completions say it: nested under `json_schema`. */
export interface ResponseFormatJSONSchema {
  type: 'json_schema';
  json_schema: {
    /** 1 to 64 of `a-z A-Z 0-9 _ -`. */
    name: string;
    description?: string;
    schema?: JsonSchema;
    /** Whether the answer is held to the schema token by token. */
    strict?: boolean | null;
  };
}

/** A function the model may ask the caller to run. */
export interface FunctionDefinition {
  /** 1 to 64 of `a-z A-Z 0-9 _ -`. */
  name: string;
  description?: string;
  /** A JSON Schema of the arguments; absent means no arguments. */
  parameters?: JsonSchema;
  /** @default false */
  strict?: boolean | null;
}

/** A mark up to which the prompt is cached. */
export interface PromptCacheBreakpoint {
  mode: 'explicit';
  ttl?: '30m' | '12h';
}

/** The processing class a request asks for, or an answer was given in. */
export type ChatServiceTier = 'auto' | 'default' | 'flex' | 'scale' | 'priority' | 'fast' | null;

/** Asks the service to moderate the request and its answer in the same call. */
export interface InlineModeration {
  model: string;
  policy?: {
    input?: { mode: 'score' | 'block' } | null;
    output?: { mode: 'score' | 'block' } | null;
  } | null;
}

/** What the inline moderation of one text found. */
export interface InlineModerationResult {
  type: 'moderation_result';
  categories: { [category: string]: boolean };
  category_applied_input_types: { [category: string]: Array<'text' | 'image'> };
  /** 0 to 1. */
  category_scores: { [category: string]: number };
  flagged: boolean;
  model: string;
}

/** Why the inline moderation could not be done. */
export interface InlineModerationError {
  type: 'error';
  code: string;
  message: string;
}
