import type { Client } from '@colloquy/core';
import { DEFAULT_CLIENT } from './get-colloquy-token.ts';

/** The parts of a client that can be injected alone. */
export const RESOURCES = [
  'chat',
  'responses',
  'models',
  'files',
  'fineTuning',
  'embeddings',
] as const satisfies readonly (keyof Client)[];

/** A part of a client that can be injected alone. */
export type ResourceName = (typeof RESOURCES)[number];

/**
 * The injection token of one part of a named client, such as its `files`.
 *
 * @default name 'default'
 */
export function getResourceToken(resource: ResourceName, name: string = DEFAULT_CLIENT): symbol {
  return Symbol.for(`@colloquy/nestjs ${resource} of client "${name}"`);
}
