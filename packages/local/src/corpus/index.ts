import { colloquy } from './colloquy.ts';
import { everyday } from './everyday.ts';
import { nature } from './nature.ts';
import type { Passage } from './passage.ts';
import { technology } from './technology.ts';

export type { Passage } from './passage.ts';

/** The base text of the built-in engine; all of it was written for this repository. */
export const passages: readonly Passage[] = [...colloquy, ...technology, ...nature, ...everyday];
