/**
 * What tests of a client, a transport or an app need: scripted answers, broken servers, and the conformance suite.
 *
 * @module @colloquy/core/testing
 */

export { rechunk } from './rechunk.ts';
export { type ScriptedReply, type ScriptedTransport, scriptedTransport } from './scripted-transport.ts';
export {
  CHAT_END,
  chatEvent,
  chunk,
  jsonAnswer,
  type RawExchange,
  type RawServer,
  rawServer,
  streamHead,
} from './tcp-server.ts';
export { type ConformanceOptions, type TestFunction, transportConformance } from './transport-conformance.ts';
