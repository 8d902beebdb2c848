// A user's own model.

export type { Engine } from '../engine/engine.ts';
export { type GgufOptions, ggufEngine } from './gguf-engine.ts';
