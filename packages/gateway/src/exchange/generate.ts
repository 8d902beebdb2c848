import { type EventBatch, EventStream, type Provider, type WireReply, type WireRequest } from '@colloquy/core';
import { mayUse } from '../models/may-use.ts';
import { type Destination, destinations } from '../models/model-routes.ts';
import { isTuned, tunedModel } from '../models/tuned-model.ts';
import { tell } from '../observe/gateway-hooks.ts';
import { type Mention, mentions } from '../ownership/mentions.ts';
import { notFound } from '../ownership/not-found.ts';
import type { ResourceKind } from '../ownership/ownership-records.ts';
import { refusal } from '../relay/refusal.ts';
import { endpointOf } from '../routes/endpoint-of.ts';
import { checkOffer, offers } from '../serve/check-offer.ts';
import { openWithFallback } from '../upstream/fallback.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { GatewayCall, Handler } from './gateway-call.ts';
import { upstreamHeaders } from './request-headers.ts';
import { askForUsage } from './stream-usage.ts';

/** Models that a request need not name, and that OpenAI then takes. */
const DEFAULT_MODELS: Readonly<Record<string, string>> = { '/moderations': 'omni-moderation-latest' };

/** Passes a request on to whoever serves its model. */
export const generate: Handler = async (call) => {
  const { parts, body } = call;
  const model = modelOf(body, call.request.path);
  if (!mayUse(call.principal, model)) throw notFound('model', model);
  const named = mentions(body);
  const isAnybodys = named.length === 0 && !isTuned(model);
  const places = isAnybodys ? destinations(parts.routes, model) : await ownPlaces(call, model, named);
  if (places.length === 0) throw notFound('model', model);
  const tries = placesThatOffer(call, places).map((destination) => {
    const upstream = parts.upstreams.get(destination.upstream) as Upstream;
    const { request, hideUsage } = upstreamRequest(call, model, destination, upstream);
    return { upstream, request, hideUsage };
  });
  const { reply, attempt } = await openWithFallback(tries, (upstream, error, fellOver) => {
    parts.metrics.upstreamFailure({ upstream, error, fellOver });
    tell(parts.hooks.onUpstreamFailure, { upstream, error, fellOver });
  });
  const { upstream, hideUsage } = attempt;
  const kind = call.match.route.creates;
  if (kind === undefined || !isKept(kind, body)) return { reply, upstream: upstream.name, hideUsage };
  return { reply: await noteOwner(call, kind, reply, upstream.name), upstream: upstream.name, hideUsage };
};

/** The model that a request asks for; throws 400 where it names none. */
function modelOf(body: GatewayCall['body'], path: string): string {
  const { model = DEFAULT_MODELS[path] } = body;
  if (typeof model === 'string' && model !== '' && model.length <= 256) return model;
  throw refusal(400, 'you must provide a model parameter', { param: 'model' });
}

/** Where a model is served that has what the request names; throws 404 where the model, or one of these, is not the caller's. */
async function ownPlaces(
  { parts, principal }: GatewayCall,
  model: string,
  named: readonly Mention[],
): Promise<readonly Destination[]> {
  const pinned = new Set<string>();
  for (const mention of named) {
    const owner = await parts.ownership.find(mention.kind, mention.id);
    if (owner?.project !== principal.project) throw mention.missing;
    pinned.add(owner.upstream);
  }
  let places = destinations(parts.routes, model);
  if (isTuned(model)) {
    const owner = await parts.ownership.find('model', tunedModel(model));
    if (owner?.project !== principal.project) throw notFound('model', model);
    places = [{ upstream: owner.upstream, model }];
  }
  if (pinned.size === 0 || places.length === 0) return places;
  // What a request refers to is only where it was made.
  const there = places.filter(({ upstream }) => pinned.has(upstream));
  if (pinned.size > 1 || there.length === 0) {
    throw refusal(400, 'The request refers to things that the service of this model does not have.', {
      param: 'model',
    });
  }
  return there;
}

/** The places whose provider has the endpoint at all; throws `unsupported` where there is none. */
function placesThatOffer({ parts, match }: GatewayCall, places: readonly Destination[]): readonly Destination[] {
  const endpoint = endpointOf(match.route.path);
  if (endpoint === undefined) return places;
  const providerOf = ({ upstream }: Destination): Provider => (parts.upstreams.get(upstream) as Upstream).provider;
  const offering = places.filter((place) => offers(providerOf(place), endpoint));
  if (offering.length === 0) checkOffer(providerOf(places[0] as Destination), endpoint);
  return offering;
}

function upstreamRequest(
  call: GatewayCall,
  asked: string,
  { model }: Destination,
  upstream: Upstream,
): { request: WireRequest; hideUsage: boolean } {
  const { request, body, principal, parts, signal } = call;
  const streams = body.stream === true;
  const metered = askForUsage(request.path, body, upstream.provider.quirks.streamUsage);
  const sent = model === asked ? metered.body : { ...metered.body, model };
  const headers = upstreamHeaders(request.headers, principal.project, false);
  return {
    hideUsage: metered.hideUsage,
    request: {
      method: request.method,
      path: request.path,
      headers: { ...headers, accept: streams ? 'text/event-stream' : 'application/json' },
      body: sent,
      signal,
      // How long the caller will wait at all is its own; each wait for an upstream is the gateway's.
      timeout:
        request.timeout?.total === undefined ? parts.timeout : { ...parts.timeout, total: request.timeout.total },
      maxRetries: 0,
    },
  };
}

/** Notes whose an answer is that is kept upstream, before anybody learns its id. */
async function noteOwner(
  { parts, principal }: GatewayCall,
  kind: ResourceKind,
  reply: WireReply,
  upstream: string,
): Promise<WireReply> {
  const note = async (id: unknown): Promise<void> => {
    if (typeof id === 'string') await parts.ownership.add({ kind, id, project: principal.project, upstream });
  };
  if (reply.body instanceof Uint8Array) {
    await note((parsed(reply.body) as { id?: unknown } | null)?.id);
    return reply;
  }
  if (!EventStream.isInstance(reply.body)) return reply;
  const { body: events } = reply;
  let noted = false;
  const watch = async (result: IteratorResult<EventBatch>): Promise<IteratorResult<EventBatch>> => {
    const first = noted || result.done ? undefined : result.value.events[0];
    if (first === undefined || first.isDone) return result;
    noted = true;
    const json = first.json as { id?: unknown; response?: { id?: unknown } } | null;
    await note(json?.response?.id ?? json?.id);
    return result;
  };
  return {
    ...reply,
    body: new EventStream(() => {
      const batches = events[Symbol.asyncIterator]();
      return {
        next: () => (noted ? batches.next() : batches.next().then(watch)),
        return: async () => (await batches.return?.()) ?? { value: undefined, done: true },
      };
    }),
  };
}

/** Responses are kept unless that is declined, chat completions only where it is asked for. */
function isKept(kind: ResourceKind, body: GatewayCall['body']): boolean {
  return kind === 'completion' ? body.store === true : body.store !== false;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}
