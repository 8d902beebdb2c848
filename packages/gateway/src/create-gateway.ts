import { ColloquyError, type Timeouts, type Transport } from '@colloquy/core';
import { createLimiter, DEFAULT_MAX_OUTPUT_TOKENS } from '@colloquy/limits';
import type { GatewayParts } from './exchange/gateway-parts.ts';
import { IdempotentReplies } from './exchange/idempotent-replies.ts';
import { limitLines } from './exchange/limit-lines.ts';
import { OpenExchanges } from './exchange/open-exchanges.ts';
import { type Quota, quotaOf } from './exchange/quota.ts';
import { serve } from './exchange/serve.ts';
import { DEFAULT_TOKENS_PER_DAY, type GatewayOptions } from './gateway-options.ts';
import { readModelRoutes } from './models/model-routes.ts';
import { tell } from './observe/gateway-hooks.ts';
import { Metrics } from './observe/metrics.ts';
import { unauthorized } from './serve/unauthorized.ts';
import { memoryGatewayStore } from './store/memory-gateway-store.ts';
import { createTokens, type Tokens } from './tokens/create-tokens.ts';
import type { Principal } from './tokens/principal.ts';
import { withIssuers } from './tokens/with-issuers.ts';
import { readUpstreams, type Upstream } from './upstream/upstream.ts';

/** An OpenAI-compatible API over some upstreams: who may call, how much, and which upstream answers. */
export interface Gateway {
  /** The API as one caller sees it. It answers refusals as replies, and rejects only when its caller aborts. */
  transport(principal: Principal): Transport;
  /** Whose an `authorization` header is; throws the same 401 for unknown, expired and revoked tokens. */
  authenticate(authorization: string | undefined): Promise<Principal>;
  readonly tokens: Tokens;
  /** What a caller has left. */
  quota(principal: Principal): Promise<Quota>;
  /** What has happened, in the Prometheus text format. */
  metrics(): string;
  /** How many exchanges are not over yet. */
  readonly inFlight: number;
  /** Whether new requests are refused. */
  readonly isClosing: boolean;
  /**
   * Refuses new requests, waits for the others up to `graceMs` (30 s), ends the rest with an error, and closes `store`,
   * whatever stands in for a part of it included. Clients of yours, such as that of a `redisStore`, stay open.
   */
  close(options?: { graceMs?: number }): Promise<void>;
}

const TIMEOUTS: Timeouts = { connect: 10_000, firstByte: 120_000, idle: 60_000 };

/** Makes a gateway; throws `configuration` naming the option at fault. */
export function createGateway(options: GatewayOptions): Gateway {
  const { hooks = {}, limits = {}, clock = Date.now } = options;
  const upstreams = readUpstreams(options.upstreams, options.breaker ?? {}, clock);
  const own = memoryGatewayStore();
  const store = { ...own, ...options.store };
  const limiter = createLimiter({ store: store.limits, ...(options.clock === undefined ? {} : { clock }) });
  const { project: projectLimits = { tokensPerDay: DEFAULT_TOKENS_PER_DAY }, token: tokenLimits = {} } = limits;
  // Reads them once here, so that a bad number is found now and not at the first request.
  createLimiter({ store: own.limits, limits: tokenLimits });
  if (typeof projectLimits !== 'function') createLimiter({ store: own.limits, limits: projectLimits });
  const metrics = new Metrics();
  const open = new OpenExchanges();
  const ownTokens =
    options.tokens ??
    createTokens({ records: store.tokens, clock, ...(options.secret ? { secret: options.secret } : {}) });
  const tokens = audited(
    options.issuers === undefined ? ownTokens : withIssuers(ownTokens, options.issuers, clock),
    hooks,
  );
  const parts: GatewayParts = {
    upstreams,
    routes: readModelRoutes(options.models, [...upstreams.keys()]),
    resources: resourcesOf(upstreams, options.resources),
    ownership: store.ownership,
    limiter,
    projectLimits: typeof projectLimits === 'function' ? projectLimits : () => projectLimits,
    tokenLimits,
    hooks,
    metrics,
    timeout: { ...TIMEOUTS, ...options.timeout },
    defaultMaxTokens: options.defaultMaxTokens ?? DEFAULT_MAX_OUTPUT_TOKENS,
    replies: new IdempotentReplies(clock, store.replies),
    clock,
  };

  return {
    transport: (principal) => serve(parts, open, readPrincipal(principal)),
    async authenticate(authorization) {
      const [, token = ''] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? '') ?? [];
      const principal = token === '' ? undefined : await tokens.verify(token);
      if (principal !== undefined) return principal;
      tell(hooks.onAudit, { action: 'authentication.refused' });
      throw unauthorized();
    },
    tokens,
    async quota(principal) {
      const { keys, group } = limitLines(parts, principal);
      return quotaOf(principal, await limiter.peek(keys, group));
    },
    metrics: () =>
      metrics.text(
        open.count,
        [...upstreams].map(([name, { breaker }]) => [name, breaker.state] as const),
      ),
    get inFlight() {
      return open.count;
    },
    get isClosing() {
      return open.isClosing;
    },
    async close({ graceMs = 30_000 } = {}) {
      await open.close(graceMs);
      await own.close();
      // A part that stands in for another is not what the store itself would close.
      await options.store?.limits?.close();
      await options.store?.replies?.close();
      await options.store?.close?.();
    },
  };
}

function resourcesOf(upstreams: ReadonlyMap<string, Upstream>, name: string | undefined): Upstream {
  const all = [...upstreams.values()];
  const found =
    name === undefined
      ? (all.find(({ provider }) => provider?.endpoints?.includes('files')) ?? all[0])
      : upstreams.get(name);
  if (found !== undefined) return found;
  throw new ColloquyError(
    'configuration',
    `resources names the upstream "${name}", but there are ${[...upstreams.keys()].join(', ')}.`,
    {
      param: 'resources',
    },
  );
}

function readPrincipal(principal: Principal): Principal {
  const { project, token } = principal ?? {};
  if (!isId(project)) throw idMissing('project');
  if (!isId(token)) throw idMissing('token');
  return principal;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function idMissing(param: string): ColloquyError {
  return new ColloquyError('configuration', `A principal needs a ${param}, by id.`, { param });
}

function audited(tokens: Tokens, hooks: GatewayOptions['hooks']): Tokens {
  return {
    async create(request) {
      const made = await tokens.create(request);
      tell(hooks?.onAudit, { action: 'token.create', project: made.project, token: made.id });
      return made;
    },
    list: (filter) => tokens.list(filter),
    async revoke(id) {
      const done = await tokens.revoke(id);
      if (done) tell(hooks?.onAudit, { action: 'token.revoke', token: id });
      return done;
    },
    verify: (token) => tokens.verify(token),
  };
}
