import { collect } from '@colloquy/core';
import { adopt } from '../ownership/adopt.ts';
import type { ResourceKind } from '../ownership/ownership-records.ts';
import { refusal } from '../relay/refusal.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { type GatewayCall, type Handler, jsonReply } from './gateway-call.ts';
import { ask } from './resource.ts';

interface Thing {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** How many pages of an upstream's list are looked through; more than that nobody keeps in one account. */
const MAX_PAGES = 100;

/** Query parameters that page through the list, which the gateway answers itself. */
const PAGING: ReadonlySet<string> = new Set(['after', 'limit', 'before']);

/** Answers with what the project owns of a list, page by page, as if nothing else were there. */
export const list: Handler = async (call) => {
  const { parts, principal, match, request } = call;
  const kind = match.route.lists as ResourceKind;
  const owned = await parts.ownership.list(kind, principal.project);
  const places = new Set(owned.map(({ upstream }) => upstream));
  const own = new Set(owned.map(({ id }) => id));
  const things: Thing[] = [];
  for (const name of places) {
    const upstream = parts.upstreams.get(name);
    if (upstream === undefined) continue;
    for (const thing of await everything(call, upstream)) {
      if (!own.has(thing.id)) continue;
      things.push(thing);
      await adopt(parts.ownership, kind, thing, { project: principal.project, upstream: name });
    }
  }
  return { reply: jsonReply(200, page(things, request.query ?? {})) };
};

async function everything(call: GatewayCall, upstream: Upstream): Promise<Thing[]> {
  const filters = Object.fromEntries(Object.entries(call.request.query ?? {}).filter(([name]) => !PAGING.has(name)));
  const found: Thing[] = [];
  let after: string | undefined;
  for (let turn = 0; turn < MAX_PAGES; turn += 1) {
    const query = { ...filters, limit: 100, ...(after === undefined ? {} : { after }) };
    const reply = await ask(call, upstream, call.request.path, query);
    const body = JSON.parse(new TextDecoder().decode(await collect(reply.body))) as {
      data?: Thing[];
      has_more?: boolean;
    };
    const data = Array.isArray(body.data) ? body.data : [];
    found.push(...data);
    const last = data.at(-1)?.id;
    if (body.has_more !== true || last === undefined || last === after) break;
    after = last;
  }
  return found;
}

function page(things: readonly Thing[], { limit, after }: Readonly<Record<string, unknown>>): object {
  const size = limit === undefined ? 100 : Number(limit);
  if (!Number.isInteger(size) || size < 1)
    throw refusal(400, "'limit' has to be a positive whole number.", { param: 'limit' });
  const start = after === undefined ? 0 : things.findIndex(({ id }) => id === after) + 1;
  const data = things.slice(start, start + Math.min(size, 10_000));
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: start + data.length < things.length,
  };
}
