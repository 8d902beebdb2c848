/**
 * One small frozen record for each service, and `defineProvider` for others.
 *
 * @module @colloquy/core/providers
 */

export { defineProvider } from '../dialect/define-provider.ts';
export type {
  Endpoint,
  Provider,
  ProviderChanges,
  ProviderInput,
  ProviderQuirks,
  ProviderQuota,
} from '../dialect/provider.ts';
export { anvilgpt } from './anvilgpt.ts';
export { eugpt } from './eugpt.ts';
export { jrc } from './jrc.ts';
export { ollama } from './ollama.ts';
export { openWebUI } from './open-webui.ts';
export { openai } from './openai.ts';
export { vllm } from './vllm.ts';
