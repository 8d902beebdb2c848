/**
 * The offline provider: chat, files and fine-tuning with no key and no network.
 *
 * @module @colloquy/local
 */

export type { NewToken, TokenInfo } from '@colloquy/gateway';
export type { DialectName } from './dialects/dialect.ts';
// Engines.
export type { Engine, TrainedModel } from './engine/engine.ts';
export type { ListenOptions, LocalServer } from './http/local-server.ts';
// Limits and tokens.
export { TIERS, type Tier } from './limits/tiers.ts';
export { createLocal, type Local, type LocalOptions, type LocalTransportOptions } from './local.ts';
export type { Log, LogEntry } from './log.ts';
// Scripting for tests.
export type { RecordedCall } from './scripting/call-log.ts';
export type { Fault } from './scripting/fault-plan.ts';
export type { ReplyMatcher, ScriptedAnswer } from './scripting/reply-script.ts';
export type { LocalTokenRequest } from './tokens/local-tokens.ts';
