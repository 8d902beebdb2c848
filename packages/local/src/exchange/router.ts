import type { Handler, Route } from './route.ts';

/** What a path leads to: a handler, the methods it would answer instead, or nothing. */
export type Match =
  | { readonly handle: Handler; readonly params: Readonly<Record<string, string>> }
  | { readonly allow: readonly string[] }
  | undefined;

interface Compiled {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly handlers: Map<string, Handler>;
}

/** Finds the route of a request. */
export class Router {
  readonly #routes: Compiled[] = [];

  constructor(routes: readonly Route[]) {
    const byPath = new Map<string, Compiled>();
    for (const { method, path, handle } of routes) {
      let compiled = byPath.get(path);
      if (!compiled) {
        compiled = compile(path);
        byPath.set(path, compiled);
        this.#routes.push(compiled);
      }
      compiled.handlers.set(method, handle);
    }
  }

  match(method: string, path: string): Match {
    for (const { pattern, names, handlers } of this.#routes) {
      const found = pattern.exec(path);
      if (!found) continue;
      const handle = handlers.get(method);
      if (!handle) return { allow: [...handlers.keys()] };
      const params: Record<string, string> = {};
      for (const [at, name] of names.entries()) params[name] = decodeSegment(found[at + 1] as string);
      return { handle, params };
    }
    return undefined;
  }
}

function compile(path: string): Compiled {
  const names: string[] = [];
  const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_whole, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  return { pattern: new RegExp(`^${source}$`), names, handlers: new Map() };
}

/** A segment that is not valid percent-encoding stays as it came: it names nothing, and the handler says so. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
