import { ApiError, ColloquyError, EventStream, type Transport, type WireReply, type WireRequest } from '@colloquy/core';
import {
  charge,
  estimateRequest,
  type Hold,
  LimitExceededError,
  type LimitSnapshot,
  type TokenEstimate,
  UsageTap,
} from '@colloquy/limits';
import { type ExchangeEnding, type ExchangeReport, tell } from '../observe/gateway-hooks.ts';
import { errorToHttp } from '../relay/error-to-http.ts';
import { replyHeaders } from '../relay/reply-headers.ts';
import { matchRoute, type RouteMatch } from '../routes/match-route.ts';
import type { RouteKind } from '../routes/route-table.ts';
import type { Principal } from '../tokens/principal.ts';
import { batch } from './batch.ts';
import { type Answer, type Handler, jsonReply } from './gateway-call.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { generate } from './generate.ts';
import { readJsonObject } from './json-body.ts';
import { limitLines } from './limit-lines.ts';
import { list } from './list.ts';
import { meteredStream } from './metered-stream.ts';
import { model, models } from './models.ts';
import { closingError, type OpenExchange, type OpenExchanges } from './open-exchanges.ts';
import { quota } from './quota.ts';
import { given, rateLimitHeaders } from './rate-limit-headers.ts';
import { resource } from './resource.ts';
import { settleSurely } from './settle-surely.ts';
import { withoutUsage } from './stream-usage.ts';

const HANDLERS: Readonly<Record<RouteKind, Handler>> = { generate, resource, batch, list, models, model, quota };

/** Everything a gateway does for one caller, as a transport: every refusal is a reply in OpenAI's shape. */
export function serve(parts: GatewayParts, open: OpenExchanges, principal: Principal): Transport {
  return async (request) => {
    let place: OpenExchange;
    try {
      place = open.enter(request.signal);
    } catch (error) {
      return errorReply(error, {});
    }
    return new Exchange(parts, principal, request, place).run();
  };
}

class Exchange {
  readonly #parts: GatewayParts;
  readonly #principal: Principal;
  readonly #request: WireRequest;
  readonly #place: OpenExchange;
  readonly #began = performance.now();
  readonly #tap: UsageTap;
  #match: RouteMatch | undefined;
  #body: Readonly<Record<string, unknown>> = {};
  #estimate: TokenEstimate = { prompt: 0, output: 0, total: 0, least: 0 };
  #hold: Hold | undefined;
  #left: LimitSnapshot = {};
  #upstream: string | undefined;
  #firstContentMs: number | undefined;
  #isOver = false;

  constructor(parts: GatewayParts, principal: Principal, request: WireRequest, place: OpenExchange) {
    this.#parts = parts;
    this.#principal = principal;
    this.#request = request;
    this.#place = place;
    this.#tap = new UsageTap(request.path);
  }

  async run(): Promise<WireReply> {
    try {
      this.#match = matchRoute(this.#request.method, this.#request.path);
      const { route } = this.#match;
      if (route.body === 'json' && (route.kind === 'generate' || this.#request.body !== undefined)) {
        this.#body = await readJsonObject(this.#request.body);
      }
      const key = this.#request.headers['idempotency-key'];
      if (key === undefined || route.body !== 'json' || this.#body.stream === true)
        return await this.#execute(this.#match);
      const { project, token } = this.#principal;
      const scoped = JSON.stringify([project, token, this.#request.path, key]);
      const { reply, isReplay } = await this.#parts.replies.run(
        scoped,
        this.#body,
        () => this.#execute(this.#match as RouteMatch),
        this.#place.signal,
      );
      if (!isReplay) return reply;
      await this.#end('done', reply.status, 0);
      return { ...reply, headers: { ...reply.headers, 'x-colloquy-replayed': 'true' } };
    } catch (thrown) {
      return this.#refuse(thrown);
    }
  }

  async #execute(match: RouteMatch): Promise<WireReply> {
    if (match.route.kind === 'quota') this.#left = await this.#peek();
    else await this.#reserve();
    const answer = await HANDLERS[match.route.kind]({
      parts: this.#parts,
      principal: this.#principal,
      request: this.#request,
      match,
      body: this.#body,
      signal: this.#place.signal,
    });
    this.#upstream = answer.upstream;
    this.#firstContentMs = performance.now() - this.#began;
    return this.#deliver(answer);
  }

  async #reserve(): Promise<void> {
    const { limiter, defaultMaxTokens } = this.#parts;
    const { method, path, headers } = this.#request;
    this.#estimate = estimateRequest({ method, path, headers, body: this.#body }, defaultMaxTokens);
    const { total, least } = this.#estimate;
    const { keys, group } = limitLines(this.#parts, this.#principal);
    this.#hold = await limiter.reserve({ keys, group, tokens: total, atLeast: least });
    this.#left = this.#hold.remaining;
  }

  /** What is left, for an answer that nothing was reserved for; nothing where that cannot be told. */
  async #peek(): Promise<LimitSnapshot> {
    const { keys, group } = limitLines(this.#parts, this.#principal);
    try {
      return await this.#parts.limiter.peek(keys, group);
    } catch {
      return {};
    }
  }

  async #deliver({ reply, hideUsage }: Answer): Promise<WireReply> {
    const { body } = reply;
    if (EventStream.isInstance(body)) {
      const stream = meteredStream(body, {
        path: this.#request.path,
        tap: this.#tap,
        signal: this.#place.signal,
        known: (error) => this.#known(error),
        onEnd: (ending) => {
          // What broke off after its first content counts against the upstream; what was left says nothing of it.
          if (ending === 'failed') this.#parts.upstreams.get(this.#upstream ?? '')?.breaker.failed();
          return this.#end(ending, reply.status, charge(this.#tap, this.#estimate, true));
        },
      });
      return {
        ...reply,
        headers: this.#headers(reply, this.#left),
        body: hideUsage === true ? withoutUsage(stream) : stream,
      };
    }
    let tokens = 0;
    if (this.#estimate.total > 0) {
      if (body instanceof Uint8Array) this.#tap.pushWhole(body);
      tokens = charge(this.#tap, this.#estimate, false, body instanceof Uint8Array ? body : undefined);
    }
    await this.#end('done', reply.status, tokens);
    return { ...reply, headers: this.#headers(reply, given(this.#left, (this.#hold?.tokens ?? 0) - tokens)) };
  }

  async #refuse(thrown: unknown): Promise<WireReply> {
    const error = this.#known(thrown);
    if (LimitExceededError.isInstance(error)) this.#left = error.snapshot;
    else if (this.#hold === undefined && !isUnavailable(error)) this.#left = await this.#peek();
    const hasLeft = this.#request.signal?.aborted === true;
    const answer = errorReply(error, rateLimitHeaders(given(this.#left, this.#hold?.tokens ?? 0)));
    // Whoever leaves before the answer begins has had the prompt worked on.
    await this.#end(hasLeft ? 'left' : 'refused', hasLeft ? 499 : answer.status, hasLeft ? this.#estimate.prompt : 0);
    if (hasLeft) throw error;
    return answer;
  }

  /** What a failure is to the caller: an exchange that the gateway itself ended is told that it is closing. */
  #known(error: unknown): unknown {
    const { signal } = this.#place;
    if (!signal.aborted || this.#request.signal?.aborted) return error;
    return ColloquyError.isInstance(signal.reason) ? signal.reason : closingError();
  }

  #headers(reply: WireReply, left: LimitSnapshot): Record<string, string> {
    // The upstream's limits are those of the gateway's own account, and nobody else's business.
    return Object.assign(replyHeaders(reply.headers, false), rateLimitHeaders(left));
  }

  async #end(ending: ExchangeEnding, status: number, tokens: number): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const { route } = this.#match ?? {};
    const { model } = this.#body;
    const report: ExchangeReport = {
      principal: this.#principal,
      route: route === undefined ? 'unknown' : `${route.method} ${route.path}`,
      model: typeof model === 'string' ? model : undefined,
      upstream: this.#upstream,
      status,
      ending,
      tokens,
      usage: this.#tap.usage,
      durationMs: performance.now() - this.#began,
      firstContentMs: this.#firstContentMs,
    };
    this.#parts.metrics.exchange(report);
    if (this.#hold !== undefined) await settleSurely(this.#hold, tokens);
    tell(this.#parts.hooks.onExchange, report);
    // Not before: a gateway that closes waits for whoever is in here, and then closes the books.
    this.#place.leave();
  }
}

/** Whether it is a store that fails, which should not be waited for twice. */
function isUnavailable(error: unknown): boolean {
  return ApiError.isInstance(error) && error.status === 503;
}

function errorReply(error: unknown, limits: Readonly<Record<string, string>>): WireReply {
  const { status, headers, body } = errorToHttp(error);
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !/ratelimit/.test(name)));
  return jsonReply(status, body, { ...own, ...limits });
}
