import { type Client, ColloquyError } from '@colloquy/core';
import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { DEFAULT_CLIENT, getColloquyToken } from '../client/get-colloquy-token.ts';
import { ClientRegistry } from '../registry/client-registry.ts';
import { type PingOutcome, ping } from './ping.ts';
import { PingCache } from './ping-cache.ts';

/** How a service is asked whether it is there. */
export interface PingOptions {
  /** The name of the client. @default 'default' */
  client?: string;
  /** How long the service may take, in milliseconds. @default 3_000 */
  timeoutMs?: number;
  /** How long an outcome is good for, in milliseconds; 0 asks every time. @default 0 */
  cacheMs?: number;
  /** The part of a rate limit, 0 to 1, below which what remains of it counts as `degraded`. @default 0, which is never */
  degradedBelow?: number;
}

/**
 * Tells `@nestjs/terminus` whether a client's service is there, by asking for its models: that costs no tokens.
 *
 * A service that lists no models is not asked, and is `up`. A failure is `down` with its code, and nothing of the service's
 * address or words.
 *
 * @example
 * check() { return this.health.check([() => this.colloquy.ping('llm')]); }
 */
@Injectable()
export class ColloquyHealthIndicator {
  readonly #health: HealthIndicatorService;
  readonly #modules: ModuleRef;
  readonly #registry: ClientRegistry;
  readonly #cache = new PingCache();

  constructor(
    @Inject(HealthIndicatorService) health: HealthIndicatorService,
    @Inject(ModuleRef) modules: ModuleRef,
    @Inject(ClientRegistry) registry: ClientRegistry,
  ) {
    this.#health = health;
    this.#modules = modules;
    this.#registry = registry;
  }

  /** The state of a client's service under `key`; rejects with `configuration` where no client has the name. */
  async ping<const Key extends string>(key: Key, options: PingOptions = {}): Promise<HealthIndicatorResult<Key>> {
    const { client: name = DEFAULT_CLIENT, timeoutMs = 3000, cacheMs = 0, degradedBelow = 0 } = options;
    const client = await this.#client(name);
    const outcome = await this.#cache.within(cacheMs, name, () => ping(client, timeoutMs));
    const session = this.#health.check(key);
    return resultOf(session, isLow(client, degradedBelow) && outcome.status === 'up' ? LOW : outcome);
  }

  async #client(name: string): Promise<Client> {
    try {
      return this.#modules.get<Client>(getColloquyToken(name), { strict: false });
    } catch {
      return this.#registry.client(name);
    }
  }
}

type Session<Key extends string> = ReturnType<typeof HealthIndicatorService.prototype.check<Key>>;

const LOW: PingOutcome = { status: 'degraded', data: { reason: 'rate_limit_low' } };

function resultOf<Key extends string>(
  session: Session<Key>,
  { status, data }: PingOutcome,
): HealthIndicatorResult<Key> {
  // Before its version 12 terminus knows only up and down, and something that still serves is not down.
  if (status === 'down') return session.down(data);
  if (status === 'up') return session.up(data);
  return session.degraded === undefined ? session.up({ ...data, degraded: true }) : session.degraded(data);
}

function isLow(client: Client, below: number): boolean {
  if (!(below >= 0 && below <= 1)) {
    throw new ColloquyError('configuration', '`degradedBelow` must be from 0 to 1', { param: 'degradedBelow' });
  }
  const { requests, tokens } = client.limits() ?? {};
  return [requests, tokens].some(
    (window) => window !== undefined && window.limit > 0 && window.remaining / window.limit < below,
  );
}
