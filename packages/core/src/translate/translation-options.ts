import type { JsonObject } from './json-object.ts';

/** `strict` refuses what the other API cannot say; `lenient` leaves out what does not change the meaning, and warns. */
export type TranslationMode = 'strict' | 'lenient';

/** Something that was left out of a translation. */
export interface TranslationWarning {
  /** The parameter, as a path such as `seed` or `messages[2].name`. */
  param: string;
  message: string;
}

/** How to translate, and what the service on the other side can take. */
export interface TranslationOptions {
  /** @default 'strict' */
  mode?: TranslationMode;
  /** Hears of everything left out. */
  onWarning?: (warning: TranslationWarning) => void;
  /** The provider's name, for errors. */
  provider?: string;
  /** The service's id for the exchange, for errors about its answer. */
  requestId?: string;
}

/** What a Responses service can take. */
export interface ChatToResponsesOptions extends TranslationOptions {
  /** `text-only`: one text and EU GPT's six fields. @default 'openai' */
  responsesInput?: 'openai' | 'text-only';
  /** Whether a conversation may be sent to a text-only service as one text. @default false */
  flattenHistory?: boolean;
}

/** What a Chat Completions service can take. */
export interface ResponsesToChatOptions extends TranslationOptions {
  /** What the service calls the bound on the answer's length. @default 'max_completion_tokens' */
  maxTokens?: 'max_tokens' | 'max_completion_tokens';
  /** Whether a stream is asked for its usage. @default true */
  streamUsage?: boolean;
  /** Whether the service knows custom tools with a grammar. @default false */
  grammarTools?: boolean;
  /** Whether the service can read the files of an `input_file.file_id`. @default false */
  sharedFiles?: boolean;
  /** The items of an earlier response, input and output, without its instructions; absent: nothing is kept. */
  itemsOf?: (responseId: string) => readonly JsonObject[] | undefined;
}
