import type { Principal } from '../tokens/principal.ts';
import { matchesGlob } from './glob.ts';

/** Whether a token's list of models has this one; a token without a list may use all. */
export function mayUse({ models }: Pick<Principal, 'models'>, model: string): boolean {
  return models === undefined || models.some((glob) => matchesGlob(glob, model));
}
