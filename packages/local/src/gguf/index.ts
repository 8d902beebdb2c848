/**
 * An engine that runs a user's own GGUF model through `node-llama-cpp`.
 *
 * @module @colloquy/local/gguf
 */

export type { Engine } from '../engine/engine.ts';
export { type GgufOptions, ggufEngine } from './gguf-engine.ts';
