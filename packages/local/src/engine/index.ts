/**
 * What an engine of the offline provider is, the one it ships, and the parts to build another from.
 *
 * @module @colloquy/local/engine
 */

export type { Engine, TrainedModel } from './engine.ts';
export type { EngineMessage, EngineToolCall } from './engine-message.ts';
export type {
  ChosenLogprob,
  EngineFinishReason,
  EnginePiece,
  EngineResponseFormat,
  EngineTool,
  EngineToolChoice,
  EngineUsage,
  GenerateRequest,
  TokenLogprob,
} from './generate-request.ts';
export { type Moderation, moderate } from './moderate.ts';
export type { ModerationCategory } from './moderation-words.ts';
export { PARROT, parrotEngine } from './parrot-engine.ts';
export type { JsonSchema } from './schema/json-schema.ts';
export { type SchemaProblem, schemaProblem } from './schema/schema-problem.ts';
export { countMessageTokens, countTokens, tokenBound } from './tokens/count-tokens.ts';
export type {
  Hyperparameters,
  PreferenceExample,
  SupervisedExample,
  TrainingCheckpoint,
  TrainingExample,
  TrainingMetrics,
  TrainRequest,
} from './train-request.ts';
export { type RequestedHyperparameters, resolveHyperparameters, totalSteps } from './training/training-plan.ts';
