/**
 * A module that answers from a script, for tests of an app.
 *
 * @module @colloquy/nestjs/testing
 */

export type { ScriptedReply } from '@colloquy/core/testing';
export {
  ColloquyTestingModule,
  type ColloquyTestingOptions,
  type RecordedCall,
  type ScriptedModule,
} from './colloquy-testing.module.ts';
