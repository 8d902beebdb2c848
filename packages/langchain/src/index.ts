/**
 * The whole public surface of @colloquy/langchain: chat model, embeddings, fine-tuning datasets and tools.
 *
 * @module @colloquy/langchain
 */

// The models
export { ChatColloquy } from './chat-colloquy.ts';
export type {
  ChatApi,
  ChatColloquyCallOptions,
  ChatColloquyFields,
  Coalesce,
  ReplayReasoning,
  StructuredOutputMethod,
} from './chat-colloquy-fields.ts';
export { ColloquyEmbeddings, type ColloquyEmbeddingsFields } from './colloquy-embeddings.ts';
export type { ConnectionFields, HeaderFields } from './connection/connection-fields.ts';
// Files and fine-tuning
export {
  type FineTuningExample,
  type FineTuningExampleOptions,
  toFineTuningExample,
} from './dataset/to-fine-tuning-example.ts';
export { type FineTuningConversation, writeFineTuningFile } from './dataset/write-fine-tuning-file.ts';
export { registerColloquyProvider } from './register-colloquy-provider.ts';
export { ColloquyToolkit, type TunedModelOptions } from './toolkit/colloquy-toolkit.ts';
