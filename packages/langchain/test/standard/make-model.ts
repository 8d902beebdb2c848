import type { ChatColloquy, ChatColloquyFields } from '../../src/index.ts';

/** Makes the model under test; what is given is added to its options. */
export type MakeModel = (fields?: Partial<ChatColloquyFields>) => ChatColloquy;

/** What the model under test can be sent. */
export interface Abilities {
  readonly audio: boolean;
}
