import { refusal } from '../relay/refusal.ts';
import { type GatewayRoute, ROUTES } from './route-table.ts';

/** A route and the id in its path, decoded. */
export interface RouteMatch {
  readonly route: GatewayRoute;
  readonly id?: string;
}

/** What an id may look like: model names hold `:` and `/`, nothing holds control characters. */
const ID = /^[\w.:/@+ -]{1,256}$/;

interface CompiledRoute {
  readonly route: GatewayRoute;
  readonly segments: readonly string[];
}

const COMPILED: readonly CompiledRoute[] = ROUTES.map((route) => ({ route, segments: route.path.split('/').slice(1) }));

/** The route of a request; throws 404 for an unknown path and 405 for a known one with another method. */
export function matchRoute(method: string, path: string): RouteMatch {
  const segments = path.replace(/\/$/, '').split('/').slice(1);
  const onPath = COMPILED.filter((compiled) => fits(compiled.segments, segments));
  const found = onPath.find(({ route }) => route.method === method);
  if (found === undefined) {
    if (onPath.length === 0) throw refusal(404, `Invalid URL (${method} ${shownPath(path)})`);
    const allowed = onPath.map(({ route }) => route.method).join(', ');
    throw refusal(405, `${method} is not allowed here; this path takes ${allowed}.`, { apiCode: 'method_not_allowed' });
  }
  const at = found.segments.indexOf(':id');
  if (at === -1) return { route: found.route };
  return { route: found.route, id: decodeId(segments[at] as string) };
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, at) => (part === ':id' ? segments[at] !== '' : part === segments[at]))
  );
}

/** Decodes an id; one that no id looks like becomes the empty one, which nobody owns. */
function decodeId(segment: string): string {
  try {
    const id = decodeURIComponent(segment);
    return ID.test(id) && id !== '.' && id !== '..' && !id.includes('/../') ? id : '';
  } catch {
    return '';
  }
}

function shownPath(path: string): string {
  return path.slice(0, 200).replace(/[^\x21-\x7e]/g, '?');
}
