import type { EngineMessage } from './engine-message.ts';
import type { EnginePiece, GenerateRequest } from './generate-request.ts';
import type { TrainRequest } from './train-request.ts';

/** A model that a fine-tuning job made; `bytes` is all there is to it, so it can be stored anywhere. */
export interface TrainedModel {
  /** The name of the engine that made it and that can restore it. */
  readonly engine: string;
  /** The model, serialised; the same data, hyperparameters and seed give the same bytes. */
  readonly bytes: Uint8Array;
}

/** What the offline provider needs from a text model; it knows nothing of HTTP. */
export interface Engine {
  /** The model id by which the engine is honest about itself, such as `colloquy-parrot`. */
  readonly name: string;
  /** The most tokens a prompt and its answer may have together. @default 1047576 */
  readonly contextTokens?: number;
  /** The one length its vectors have, for an engine that cannot choose. */
  readonly dimensions?: number;
  /** For an engine that cannot be trained, why, and what to do: fine-tuning jobs are refused with it. */
  readonly cannotTrain?: string;
  /** Rejects with `invalid_request` where `generate` would, its `param` the part of the request; asked before it. */
  check?(request: GenerateRequest): Promise<void>;
  /** An answer, one token at a time, ended by one `end` piece; leaving the loop stops the work. */
  generate(request: GenerateRequest): AsyncIterable<EnginePiece>;
  /** Trains in a thread of its own; rejects with `aborted` when its signal fires, after one last checkpoint. */
  train(request: TrainRequest): Promise<TrainedModel>;
  /** The model that `TrainedModel.bytes` was; throws `invalid_request` where the bytes are not one. */
  restore(bytes: Uint8Array): TrainedModel;
  /** One vector of unit length per text. `dimensions` is 1 to 3072. @default 1536 */
  embed(texts: readonly string[], dimensions?: number): Promise<Float32Array[]>;
  /** The number of tokens in a text. */
  countTokens(text: string): Promise<number>;
  /** The number of tokens a conversation costs as a prompt, with its framing. */
  countMessageTokens(messages: readonly EngineMessage[]): Promise<number>;
  /** Loads what the first request would otherwise wait for; a server calls it once it listens. */
  warm?(): Promise<unknown>;
  /** Ends what it is doing and lets its memory go; the provider that has the engine calls it when it closes. */
  close?(): Promise<void>;
}
