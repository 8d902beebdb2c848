import { collect } from '@colloquy/core';
import { mayUse } from '../models/may-use.ts';
import { destinations } from '../models/model-routes.ts';
import { isTuned } from '../models/tuned-model.ts';
import { notFound } from '../ownership/not-found.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { type GatewayCall, type Handler, jsonReply } from './gateway-call.ts';

interface Model {
  readonly id: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
}

/** How long an upstream's own list is believed, in milliseconds; it holds nothing of any project. */
const FRESH_MS = 60_000;

const lists = new WeakMap<Upstream, { readonly at: number; readonly models: Promise<readonly Model[]> }>();

/** The models that the caller may ask for: those routed by name, those of the upstreams that a glob takes in, its own. */
export const models: Handler = async (call) => ({
  reply: jsonReply(200, { object: 'list', data: await visible(call) }),
});

/** One of them. */
export const model: Handler = async (call) => {
  const id = call.match.id ?? '';
  const found = (await visible(call)).find((one) => one.id === id);
  if (found === undefined) throw notFound('model', id);
  return { reply: jsonReply(200, found) };
};

async function visible(call: GatewayCall): Promise<readonly Model[]> {
  const { parts, principal } = call;
  const found = new Map<string, Model>();
  const add = (one: Model): void => {
    if (mayUse(principal, one.id) && !found.has(one.id)) found.set(one.id, one);
  };
  const globbed = new Set<string>();
  for (const { pattern, targets } of parts.routes) {
    const first = targets[0]?.upstream as string;
    if (pattern.includes('*')) for (const { upstream } of targets) globbed.add(upstream);
    else add({ id: pattern, object: 'model', created: 0, owned_by: first });
  }
  for (const name of globbed) {
    for (const one of await listOf(call, parts.upstreams.get(name) as Upstream)) {
      const isRouted = destinations(parts.routes, one.id).some(({ upstream }) => upstream === name);
      if (isRouted && !isTuned(one.id)) add(one);
    }
  }
  for (const { id, upstream } of await parts.ownership.list('model', principal.project)) {
    add({ id, object: 'model', created: 0, owned_by: upstream });
  }
  return [...found.values()];
}

function listOf({ parts }: GatewayCall, upstream: Upstream): Promise<readonly Model[]> {
  const now = parts.clock();
  const known = lists.get(upstream);
  if (known !== undefined && now - known.at < FRESH_MS) return known.models;
  const models = fetchList(parts.timeout, upstream);
  lists.set(upstream, { at: now, models });
  // A list that could not be had is asked for again by the next caller.
  models.then((list) => {
    if (list.length === 0) lists.delete(upstream);
  });
  return models;
}

/** An upstream's list; empty where it has none or fails, since the others are still worth showing. */
async function fetchList(timeout: GatewayCall['parts']['timeout'], upstream: Upstream): Promise<readonly Model[]> {
  if (!upstream.provider.endpoints.includes('models')) return [];
  try {
    const reply = await upstream.transport({
      method: 'GET',
      path: '/models',
      headers: { accept: 'application/json' },
      timeout,
    });
    const { data } = JSON.parse(new TextDecoder().decode(await collect(reply.body))) as { data?: Partial<Model>[] };
    return (data ?? [])
      .filter((one): one is Partial<Model> & { id: string } => typeof one?.id === 'string')
      .map(({ id, created, owned_by }) => ({
        id,
        object: 'model',
        created: created ?? 0,
        owned_by: owned_by ?? upstream.name,
      }));
  } catch {
    return [];
  }
}
