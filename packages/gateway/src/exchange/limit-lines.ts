import type { ReservationKey } from '@colloquy/limits';
import type { Principal } from '../tokens/principal.ts';
import type { GatewayParts } from './gateway-parts.ts';

/** The keys that a caller's requests are counted for: its token and its project, together in one step. */
export function limitLines(
  { tokenLimits, projectLimits }: Pick<GatewayParts, 'tokenLimits' | 'projectLimits'>,
  { token, project }: Principal,
): { readonly keys: readonly ReservationKey[]; readonly group: string } {
  return {
    group: `project:${project}`,
    keys: [
      { key: `token:${token}`, limits: tokenLimits },
      { key: 'project', limits: projectLimits(project) },
    ],
  };
}
