import type { Route } from './routes.ts';

/** What a path leads to: a route with the upstream's path, the methods that would be allowed, or nothing. */
export type Finding =
  | { readonly kind: 'route'; readonly route: Route; readonly path: string }
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  | { readonly kind: 'unknown' };

interface Pattern {
  readonly segments: readonly string[];
  readonly routes: Map<string, Route>;
}

const UNKNOWN: Finding = { kind: 'unknown' };

/**
 * Makes the lookup of a request's route.
 *
 * Ids are decoded and encoded anew, so that none can leave its segment; those that are empty, `.` or `..`, or that hold
 * a control character lead nowhere.
 */
export function findRoute(routes: readonly Route[]): (method: string, path: string) => Finding {
  const patterns = patternsOf(routes);
  const fixed = new Map(
    patterns
      .filter(({ segments }) => !segments.some(isHole))
      .map((pattern) => [`/${pattern.segments.join('/')}`, pattern]),
  );
  const open = patterns.filter(({ segments }) => segments.some(isHole));

  return (method, given) => {
    const path = given.length > 1 && given.endsWith('/') ? given.slice(0, -1) : given;
    const exact = fixed.get(path);
    if (exact !== undefined) return choose(exact, method, path);
    const parts = path.split('/').slice(1);
    for (const pattern of open) {
      const filled = fill(pattern.segments, parts);
      if (filled !== undefined) return choose(pattern, method, filled);
    }
    return UNKNOWN;
  };
}

function patternsOf(routes: readonly Route[]): Pattern[] {
  const byPath = new Map<string, Pattern>();
  for (const route of routes) {
    const pattern = byPath.get(route.path) ?? { segments: route.path.split('/').slice(1), routes: new Map() };
    pattern.routes.set(route.method, route);
    byPath.set(route.path, pattern);
  }
  return [...byPath.values()];
}

function choose({ routes }: Pattern, method: string, path: string): Finding {
  // What a GET would say of itself, without its body; Node leaves the body out.
  const route = routes.get(method === 'HEAD' ? 'GET' : method);
  if (route !== undefined) return { kind: 'route', route, path };
  return { kind: 'wrong-method', allow: [...routes.keys()].sort() };
}

function isHole(segment: string): boolean {
  return segment.startsWith(':');
}

/** The path with its ids put in, encoded; `undefined` where it does not fit the pattern. */
function fill(segments: readonly string[], parts: readonly string[]): string | undefined {
  const isOpenEnded = segments[0] === 'models';
  if (isOpenEnded ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  let path = '';
  for (const [at, segment] of segments.entries()) {
    const part = isOpenEnded && at === segments.length - 1 ? parts.slice(at).join('/') : (parts[at] as string);
    const value = isHole(segment) ? encoded(part) : part === segment ? part : undefined;
    if (value === undefined) return undefined;
    path += `/${value}`;
  }
  return path;
}

function encoded(part: string): string | undefined {
  let id: string;
  try {
    id = decodeURIComponent(part);
  } catch {
    return undefined;
  }
  // A control character has no place in an id, and would end up in logs.
  const isUsable = id !== '' && id.split('/').every((piece) => piece !== '.' && piece !== '..') && !hasControl(id);
  return isUsable ? encodeURIComponent(id) : undefined;
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
