// The whole public surface of @colloquy/nestjs/testing.

export type { ScriptedReply } from '@colloquy/core/testing';
export {
  ColloquyTestingModule,
  type ColloquyTestingOptions,
  type RecordedCall,
  type ScriptedModule,
} from './colloquy-testing.module.ts';
