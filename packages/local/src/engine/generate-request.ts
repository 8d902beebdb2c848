import type { TrainedModel } from './engine.ts';
import type { EngineMessage } from './engine-message.ts';
import type { JsonSchema } from './schema/json-schema.ts';

/** A function the model may call. */
export interface EngineTool {
  readonly name: string;
  readonly description?: string | undefined;
  /** The JSON Schema of its arguments. @default an object without properties */
  readonly parameters?: JsonSchema | undefined;
}

/** Whether and which tools are called: `allowed` restricts to the named ones. */
export type EngineToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { readonly name: string }
  | { readonly allowed: readonly string[]; readonly mode: 'auto' | 'required' };

/** What the text must look like. */
export type EngineResponseFormat =
  | { readonly type: 'text' }
  | { readonly type: 'json_object' }
  | { readonly type: 'json_schema'; readonly schema: JsonSchema };

/** One answer to generate. */
export interface GenerateRequest {
  /** A model that `train` made; absent means the engine's own. */
  readonly model?: TrainedModel | undefined;
  readonly messages: readonly EngineMessage[];
  readonly tools?: readonly EngineTool[] | undefined;
  /** @default 'auto' */
  readonly toolChoice?: EngineToolChoice | undefined;
  /** @default true */
  readonly parallelToolCalls?: boolean | undefined;
  /** @default text */
  readonly responseFormat?: EngineResponseFormat | undefined;
  /** The most tokens to generate; absent means no bound but the engine's own. */
  readonly maxTokens?: number | undefined;
  /** Texts at which generation ends; they are not part of the answer. */
  readonly stop?: readonly string[] | undefined;
  /** The same request with the same seed gives the same answer. @default 0 */
  readonly seed?: number | undefined;
  /** 0 takes the likeliest word each time; more varies the answer with the seed. Range 0 to 2. @default 1 */
  readonly temperature?: number | undefined;
  /** Asks for log probabilities, with this many alternatives (0 to 20). */
  readonly topLogprobs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A token and the natural logarithm of its probability. */
export interface TokenLogprob {
  readonly token: string;
  /** At most 0. */
  readonly logprob: number;
  /** The token's UTF-8 bytes; a token may end inside a character. */
  readonly bytes: readonly number[];
}

/** The log probability of a token that was generated, and of what could have stood in its place, best first. */
export interface ChosenLogprob extends TokenLogprob {
  readonly top: readonly TokenLogprob[];
}

/** Why generation ended. */
export type EngineFinishReason = 'stop' | 'length' | 'tool_calls';

/** What an answer cost, in tokens. */
export interface EngineUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** A piece of an answer, in order: texts, or tool calls, and then one `end`. */
export type EnginePiece =
  | {
      readonly type: 'text';
      readonly text: string;
      /** The tokens behind `text`; there where `topLogprobs` was given. */
      readonly logprobs?: readonly ChosenLogprob[];
    }
  | {
      readonly type: 'tool_call';
      readonly name: string;
      /** The arguments, as JSON text. */
      readonly arguments: string;
      /** The same text cut at its tokens, for streaming. */
      readonly fragments: readonly string[];
    }
  | { readonly type: 'end'; readonly finishReason: EngineFinishReason; readonly usage: EngineUsage };
