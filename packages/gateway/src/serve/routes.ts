import type { Endpoint } from '@colloquy/core';
import { type GatewayRoute, ROUTES as TABLE } from '../routes/route-table.ts';

/** A family of routes, as a server's `routes` names them. */
export type RouteGroup =
  | Exclude<Endpoint, 'stored_chat' | 'stored_responses'>
  | 'completions'
  | 'conversations'
  | 'quota';

/** One route, as a server sees it. */
export interface Route {
  readonly group: RouteGroup;
  readonly method: GatewayRoute['method'];
  /** `:id` stands for one segment, and for the rest of the path where a model's id is, since that may hold a `/`. */
  readonly path: string;
  readonly body: 'none' | 'optional' | 'json' | 'form';
  /** `streamable`: events where the caller asks for a stream, JSON otherwise. */
  readonly answer: 'json' | 'streamable' | 'bytes';
  /** What a provider must offer for it; absent where its own answer tells. */
  readonly endpoint?: Endpoint;
}

const STREAMABLE: ReadonlySet<string> = new Set([
  'POST /chat/completions',
  'POST /responses',
  'GET /responses/:id',
  'POST /completions',
]);

/** What the calls of a group need beside the one that the group is named for. */
const STORED: Partial<Record<RouteGroup, Endpoint>> = {
  chat: 'stored_chat',
  responses: 'stored_responses',
  conversations: 'stored_responses',
};

const NO_ENDPOINT: ReadonlySet<RouteGroup> = new Set(['completions', 'quota']);

/** Every route. */
export const ROUTES: readonly Route[] = TABLE.map((route) => {
  const group = route.path.split('/')[1] as RouteGroup;
  const said = `${route.method} ${route.path}`;
  const isMain = said === 'POST /chat/completions' || said === 'POST /responses';
  return {
    group,
    method: route.method,
    path: route.path,
    body: route.body === 'json' && /\/:id\/(cancel|pause|resume)$/.test(route.path) ? 'optional' : route.body,
    answer: route.bytes ? 'bytes' : STREAMABLE.has(said) ? 'streamable' : 'json',
    ...(NO_ENDPOINT.has(group)
      ? {}
      : { endpoint: isMain ? (group as Endpoint) : (STORED[group] ?? (group as Endpoint)) }),
  };
});

/** The names of all groups. */
export const ROUTE_GROUPS: readonly RouteGroup[] = [...new Set(ROUTES.map(({ group }) => group))];
