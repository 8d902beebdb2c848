import { ColloquyError } from '@colloquy/core';
import { matchesGlob } from './glob.ts';

/** Where a model is served: an upstream, under the same name or another. */
export type ModelTarget = string | { readonly upstream: string; readonly model: string };

/** Model names or globs, and where they are served, in the order of fallback. */
export type ModelRoutes = Readonly<Record<string, ModelTarget | readonly ModelTarget[]>>;

/** One place where a model may be asked for. */
export interface Destination {
  readonly upstream: string;
  /** The model's name there. */
  readonly model: string;
}

/** One pattern with its places; `model` is absent where the name stays what it is. */
export interface ModelRoute {
  readonly pattern: string;
  readonly targets: readonly { readonly upstream: string; readonly model?: string }[];
}

/** Reads the routes; throws `configuration` naming the pattern whose upstream there is not. */
export function readModelRoutes(models: ModelRoutes, upstreams: readonly string[]): readonly ModelRoute[] {
  const routes = Object.entries(models ?? {}).map(([pattern, value]): ModelRoute => {
    const targets = (Array.isArray(value) ? value : [value]).map((target: ModelTarget) =>
      typeof target === 'string' ? { upstream: target } : { upstream: target?.upstream, model: target?.model },
    );
    for (const { upstream } of targets) {
      if (!upstreams.includes(upstream)) {
        throw new ColloquyError(
          'configuration',
          `models[${JSON.stringify(pattern)}] names the upstream ${JSON.stringify(upstream)}, but there are ${upstreams.join(', ')}.`,
          { param: `models.${pattern}` },
        );
      }
    }
    if (targets.length === 0) {
      throw new ColloquyError('configuration', `models[${JSON.stringify(pattern)}] names no upstream.`, {
        param: `models.${pattern}`,
      });
    }
    return { pattern, targets };
  });
  if (routes.length === 0)
    throw new ColloquyError('configuration', 'models has to route at least one model.', { param: 'models' });
  return routes;
}

/** Where a model may be asked for, in order: an exact name before globs, and globs as they were written. */
export function destinations(routes: readonly ModelRoute[], model: string): readonly Destination[] {
  const route =
    routes.find(({ pattern }) => pattern === model) ?? routes.find(({ pattern }) => matchesGlob(pattern, model));
  return (route?.targets ?? []).map((target) => ({ upstream: target.upstream, model: target.model ?? model }));
}
