import type { Timeouts } from '@colloquy/core';
import type { Limits } from '@colloquy/limits';
import type { ModelRoutes } from './models/model-routes.ts';
import type { GatewayHooks } from './observe/gateway-hooks.ts';
import type { GatewayStore } from './store/gateway-store.ts';
import type { Tokens } from './tokens/create-tokens.ts';
import type { TokenIssuer } from './tokens/token-issuer.ts';
import type { BreakerOptions } from './upstream/circuit-breaker.ts';
import type { UpstreamInput } from './upstream/upstream.ts';

/** The quota of a project that is given none, in tokens per UTC day. */
export const DEFAULT_TOKENS_PER_DAY = 200_000;

/** What projects and tokens may use. */
export interface GatewayLimits {
  /** For each project, or by project. An empty object is no limit. @default { tokensPerDay: 200_000 } */
  readonly project?: Limits | ((project: string) => Limits);
  /** For each token. @default no limit */
  readonly token?: Limits;
}

/** What a gateway is made of. */
export interface GatewayOptions {
  /** The services behind it, by name: clients, or transports that speak OpenAI's API. */
  readonly upstreams: Readonly<Record<string, UpstreamInput>>;
  /**
   * Model names or globs (`*`), and the upstream that serves them, or several in the order of fallback. An exact name
   * comes before globs, globs in their order. `{ upstream, model }` asks there for another name.
   */
  readonly models: ModelRoutes;
  /** Who may call. @default tokens kept in `store` */
  readonly tokens?: Tokens;
  /** Whose JWTs let in beside these tokens, such as those of an institution's login. @default nobody's */
  readonly issuers?: readonly TokenIssuer[];
  /** What projects and tokens may use. @default 200,000 tokens a day for each project */
  readonly limits?: GatewayLimits;
  /**
   * Where everything is kept; parts may be replaced, such as `limits` by a `redisStore`. It is the gateway's from now on,
   * which closes it. @default in memory
   */
  readonly store?: Partial<GatewayStore>;
  /** Functions that are told of exchanges, tokens and failures. @default none */
  readonly hooks?: GatewayHooks;
  /** The upstream that has files, jobs, batches. @default the first that offers files, or else the first */
  readonly resources?: string;
  /** Milliseconds; within `answer` an upstream has to begin, or the next one is asked.
   * @default { connect: 10_000, firstByte: 120_000, idle: 60_000 } */
  readonly timeout?: Timeouts;
  /** When an upstream that fails is left alone. @default after 5 failures in a row, for 30 s */
  readonly breaker?: BreakerOptions;
  /** What an answer is taken to need where a request names no bound, in tokens. @default 1024 */
  readonly defaultMaxTokens?: number;
  /** At least 32 bytes for hashes and signatures of tokens, the same for all replicas. @default kept in `store` */
  readonly secret?: Uint8Array;
  /** Milliseconds since 1970. @default the system's clock */
  readonly clock?: () => number;
}
