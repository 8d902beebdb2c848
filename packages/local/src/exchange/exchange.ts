import { ColloquyError, EventStream, ServerEvent, type WireReply, type WireRequest } from '@colloquy/core';
import type { Principal } from '@colloquy/gateway';
import type { JsonObject } from '../body/json-object.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { answerHeaders } from '../headers.ts';
import type { MeterScope } from '../limits/meter.ts';
import { newId } from '../new-id.ts';
import type { Refusal } from '../refusal/refusal.ts';
import { refusalOf } from '../refusal/refusal-of.ts';
import { methodNotAllowed } from '../refusal/refusals.ts';
import { InjectedReset } from '../scripting/fault-plan.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { checkClientRequestId, organizationOf } from './organization-of.ts';
import type { Router } from './router.ts';
import type { Services } from './services.ts';

/** Who is asking: known already, or to be found out from the request's credential. */
export type Authenticate = (request: WireRequest) => Promise<Principal>;

/** One request in a dialect, answered: everything between a transport or a socket and the handlers. */
export async function exchange(
  services: Services,
  speech: { dialect: Dialect; router: Router },
  request: WireRequest,
  authenticate: Authenticate,
): Promise<WireReply> {
  const { dialect, router } = speech;
  if (request.signal?.aborted) throw aborted();
  const started = performance.now();
  const requestId = newId('req_', 32);
  const organization = organizationOf(request.headers);
  let scope: MeterScope = meterScope(services, dialect, { project: '', token: '' }, '');
  let answer: Answer;
  let body: JsonObject | undefined;
  try {
    const match = router.match(request.method, request.path);
    if (!match) answer = dialect.unknownPath(request.method, `${dialect.mounts[0]}${request.path}`);
    else {
      const principal = await authenticate(request);
      scope = meterScope(services, dialect, principal, '');
      if ('allow' in match)
        throw methodNotAllowed(request.method, `${dialect.mounts[0]}${request.path}`, match.allow.join(', '));
      checkClientRequestId(request.headers);
      const json = async (): Promise<JsonObject> => {
        body ??= await dialect.readJson(request);
        return body;
      };
      const call: Call = {
        services,
        dialect,
        principal,
        project: principal.project,
        organization,
        requestId,
        request,
        params: match.params,
        query: queryOf(request),
        signal: request.signal,
        json,
        admit: async (tokens, atLeast = tokens) => {
          const model = typeof body?.['model'] === 'string' ? body['model'] : '';
          return services.meter.admit(meterScope(services, dialect, principal, model), tokens, atLeast);
        },
        now: () => Math.floor(services.clock() / 1000),
      };
      const handle = async () => services.faults.around(call, async () => match.handle(call));
      const key = request.method === 'POST' && isRepeatable(request) ? request.headers['idempotency-key'] : undefined;
      answer =
        key === undefined
          ? await handle()
          : await services.idempotency.once(
              keyOwner(principal),
              key,
              { path: request.path, body: await json() },
              handle,
            );
    }
  } catch (error) {
    if (request.signal?.aborted) throw aborted();
    const refusal = refusalOf(error);
    if (refusal.status >= 500) services.log({ event: 'failure', message: String((error as Error)?.stack ?? error) });
    answer = refusalAnswer(dialect, refusal);
  }
  const status = answer.status ?? 200;
  services.calls.add({ dialect: dialect.name, request, body, status, requestId });
  const rate = await services.meter.snapshot(scope).catch(() => NOTHING_KNOWN);
  const elapsedMs = performance.now() - started;
  const engine = services.engine.name;
  const headers = { ...answerHeaders({ requestId, organization, elapsedMs, engine, rate }), ...answer.headers };
  services.log({
    event: 'request',
    message: `${request.method} ${dialect.mounts[0]}${request.path}`,
    details: { status, ms: Math.round(elapsedMs), request_id: requestId },
  });
  return replyOf(answer, status, headers, dialect, request.signal);
}

/** Requests that make nothing: done twice they answer the same, and some answers are too large to remember. */
const MAKES_NOTHING = /\/(embeddings|moderations|input_tokens)$/;

function isRepeatable({ headers, path }: WireRequest): boolean {
  return !headers['content-type']?.startsWith('multipart/') && !MAKES_NOTHING.test(path);
}

function keyOwner({ project, token }: Principal): string {
  return `${project}\n${token}`;
}

const NOTHING_KNOWN = {
  requests: { limit: 0, remaining: 0, resetMs: 0 },
  tokens: { limit: 0, remaining: 0, resetMs: 0 },
};

function meterScope({ tokensPerDay }: Services, dialect: Dialect, principal: Principal, model: string): MeterScope {
  return dialect.hasDailyQuota ? { principal, model, tokensPerDay } : { principal, model };
}

function queryOf(request: WireRequest): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) query.append(name, String(value));
  }
  return query;
}

/** A refusal as an answer in the dialect's own shape. */
function refusalAnswer(dialect: Dialect, refusal: Refusal): Answer {
  return { ...dialect.refuse(refusal), headers: refusal.headers };
}

function replyOf(
  answer: Answer,
  status: number,
  headers: Record<string, string>,
  dialect: Dialect,
  signal: AbortSignal | undefined,
): WireReply {
  if ('events' in answer) {
    const sse = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };
    const events = EventStream.from(eventBatches(answer.events, dialect, signal));
    return { status, headers: { ...sse, ...headers }, body: events };
  }
  if ('bytes' in answer) {
    return { status, headers: { 'content-type': answer.contentType, ...headers }, body: answer.bytes };
  }
  const body = Buffer.from(JSON.stringify(answer.json));
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}

/** What a caller who ended the exchange gets. */
function aborted(): ColloquyError {
  return new ColloquyError('aborted', 'The request was aborted by its caller.', { attempts: 1 });
}

/** Events as batches; a failure in the middle is told in-band, as the status has long been sent. */
async function* eventBatches(
  events: AsyncIterable<readonly ServerEvent[]>,
  dialect: Dialect,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ events: readonly ServerEvent[] }> {
  try {
    for await (const batch of events) yield { events: batch };
    if (signal?.aborted) throw aborted();
  } catch (error) {
    if (signal?.aborted) throw aborted();
    if (error instanceof InjectedReset) throw error;
    yield { events: [ServerEvent.of(dialect.refuse(refusalOf(error)).json)] };
  }
}
