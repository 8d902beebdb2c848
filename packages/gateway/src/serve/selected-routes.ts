import { ColloquyError } from '@colloquy/core';
import { ROUTE_GROUPS, ROUTES, type Route } from './routes.ts';
import type { RouteSelection } from './serve-options.ts';

/** The routes of a selection; throws `configuration` for a group that there is not. */
export function selectedRoutes({ include = ROUTE_GROUPS, exclude = [] }: RouteSelection = {}): readonly Route[] {
  for (const [option, groups] of Object.entries({ include, exclude })) {
    const unknown = groups.find((group) => !ROUTE_GROUPS.includes(group));
    if (unknown === undefined) continue;
    throw new ColloquyError(
      'configuration',
      `\`routes.${option}\` names "${unknown}"; there are ${ROUTE_GROUPS.join(', ')}`,
      {
        param: `routes.${option}`,
      },
    );
  }
  return ROUTES.filter(({ group }) => include.includes(group) && !exclude.includes(group));
}
