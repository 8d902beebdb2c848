import { collect, type WireReply } from '@colloquy/core';
import { isTuned, tunedModel } from '../models/tuned-model.ts';
import { adopt } from '../ownership/adopt.ts';
import { mentions } from '../ownership/mentions.ts';
import { notFound } from '../ownership/not-found.ts';
import type { Ownership } from '../ownership/ownership-records.ts';
import { endpointOf } from '../routes/endpoint-of.ts';
import { checkOffer } from '../serve/check-offer.ts';
import { openWithFallback } from '../upstream/fallback.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { GatewayCall, Handler } from './gateway-call.ts';
import { upstreamHeaders } from './request-headers.ts';

/** Passes a request on to the upstream that has the thing, or makes one; only for the project whose it is. */
export const resource: Handler = async (call) => {
  const { parts, principal, match } = call;
  const { route, id } = match;
  const owner = await ownerOf(call);
  const upstream = owner === undefined ? parts.resources : (parts.upstreams.get(owner.upstream) ?? parts.resources);
  await checkMentions(call);
  const endpoint = endpointOf(route.path);
  if (endpoint !== undefined) checkOffer(upstream.provider, endpoint);
  const reply = await ask(call, upstream);
  if (route.bytes === true || streams(call)) return { reply, upstream: upstream.name };
  const bytes = await collect(reply.body);
  const thing = parsed(bytes);
  const own = { project: principal.project, upstream: upstream.name };
  if (route.creates !== undefined && typeof thing?.id === 'string') {
    await parts.ownership.add({ ...own, kind: route.creates, id: thing.id });
  }
  const kind = route.creates ?? route.needs;
  if (kind !== undefined) await adopt(parts.ownership, kind, thing, own);
  if (route.removes === true && route.needs !== undefined && id !== undefined)
    await parts.ownership.remove(route.needs, id);
  return { reply: { ...reply, body: bytes }, upstream: upstream.name };
};

/** Who owns the thing in the path; throws the same 404 for an unknown one and for somebody else's. */
async function ownerOf({ parts, principal, match }: GatewayCall): Promise<Ownership | undefined> {
  const { route, id = '' } = match;
  if (route.needs === undefined) return undefined;
  const owner = await parts.ownership.find(route.needs, id);
  if (owner?.project !== principal.project) throw notFound(route.needs, id);
  return owner;
}

async function checkMentions({ parts, principal, body }: GatewayCall): Promise<void> {
  for (const mention of mentions(body)) {
    const owner = await parts.ownership.find(mention.kind, mention.id);
    if (owner?.project !== principal.project) throw mention.missing;
  }
  const { model } = body;
  if (typeof model !== 'string' || !isTuned(model)) return;
  const owner = await parts.ownership.find('model', tunedModel(model));
  if (owner?.project !== principal.project) throw notFound('model', model);
}

/** One request to one upstream; there is nowhere to fall back to. */
export async function ask(
  call: GatewayCall,
  upstream: Upstream,
  path = call.request.path,
  query = call.request.query,
): Promise<WireReply> {
  const { request, principal, parts, match, body, signal } = call;
  const isForm = match.route.body === 'form';
  const headers = upstreamHeaders(request.headers, principal.project, isForm);
  const sent = isForm ? request.body : match.route.body === 'json' && Object.keys(body).length > 0 ? body : undefined;
  const opened = await openWithFallback(
    [
      {
        upstream,
        request: {
          method: request.method,
          path,
          headers: { ...headers, accept: acceptOf(call) },
          signal,
          timeout: parts.timeout,
          maxRetries: 0,
          ...(query === undefined ? {} : { query }),
          ...(sent === undefined ? {} : { body: sent }),
        },
      },
    ],
    (name, error, fellOver) => parts.metrics.upstreamFailure({ upstream: name, error, fellOver }),
  );
  return opened.reply;
}

/** Whether a kept answer is asked for as the stream that it was. */
function streams({ match, request }: GatewayCall): boolean {
  return match.route.method === 'GET' && match.route.needs === 'response' && String(request.query?.stream) === 'true';
}

function acceptOf(call: GatewayCall): string {
  if (call.match.route.bytes === true) return '*/*';
  return streams(call) ? 'text/event-stream' : 'application/json';
}

interface Thing {
  readonly id?: unknown;
}

function parsed(bytes: Uint8Array): Thing | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Thing;
  } catch {
    return undefined;
  }
}
