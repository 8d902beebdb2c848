import { checkBaseURL } from '../dialect/define-provider.ts';
import type { Provider } from '../dialect/provider.ts';
import { ColloquyError } from '../errors/index.ts';
import { secretsOf } from '../transport/redact.ts';
import type { Timeouts, Transport, Waits } from '../wire/index.ts';
import { lookUp } from '../wire/look-up.ts';
import { type ClientHooks, NO_HOOKS } from './hooks.ts';

/** How a client is made. */
export interface ClientOptions {
  /** The service to talk to, from `@colloquy/core/providers` or `defineProvider`. */
  provider: Provider;
  /** The key, or a function asked for it before every attempt. @default the provider's environment variable */
  apiKey?: string | null | (() => string | Promise<string>);
  /** The whole base, path included: `https://host/v1`. @default the provider's */
  baseURL?: string;
  /** Sent as `OpenAI-Organization`. */
  organization?: string;
  /** Sent as `OpenAI-Project`. */
  project?: string;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>;
  /** Where requests go instead of the network: the offline provider, a gateway, a test. No key is needed then. */
  transport?: Transport;
  /** An HTTP client of `fetch`'s shape, instead of undici. */
  fetch?: typeof fetch;
  /**
   * Milliseconds: a number for the whole answer (of a stream: for its first content, then for each silence), or each wait
   * on its own; `idle` alone also bounds the silence before a stream's first content.
   * @default { connect: 10_000, firstByte: 120_000, idle: 60_000 }, and no total
   */
  timeout?: number | Waits;
  /** How often to send again after a failure that may pass, 0 to 10. @default 2 */
  maxRetries?: number;
  /** What to do with what cannot be said in the other API: refuse it, or drop what can be dropped. @default 'strict' */
  translation?: 'strict' | 'lenient';
  /** Functions that are told of calls, retries, usage and endings. @default none */
  hooks?: ClientHooks;
  /** Asked at every call for a signal that ends it too: for a server that knows when whoever asked has gone. */
  signal?: () => AbortSignal | undefined;
  /** Asked at every call for the id it has in the caller's own logs; sent as `X-Client-Request-Id`. */
  requestId?: () => string | undefined;
}

/** What a client is made of, checked and complete. */
export interface ClientSettings {
  readonly provider: Provider;
  readonly apiKey: () => string | undefined | Promise<string>;
  readonly baseURL: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number | Timeouts;
  readonly maxRetries: number;
  readonly translation: 'strict' | 'lenient';
  readonly hooks: ClientHooks;
  readonly signal: () => AbortSignal | undefined;
  readonly requestId: () => string | undefined;
  /** Every key used so far, so that an answer that echoes one can be told to keep quiet. */
  readonly secrets: Set<string>;
}

const TIMEOUTS: Timeouts = { connect: 10_000, firstByte: 120_000, idle: 60_000 };

/** Reads the options once, into settings of their own; throws `configuration`, naming the option, for a bad one. */
export function readOptions(options: ClientOptions): ClientSettings {
  const { provider } = options;
  if (typeof provider?.name !== 'string' || provider.quirks === undefined) {
    throw configuration('provider', 'must be a provider such as `openai` from "@colloquy/core/providers"');
  }
  const headers: Record<string, string> = {};
  const given = { ...options.headers, 'openai-organization': options.organization, 'openai-project': options.project };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined)
      headers[name.toLowerCase()] = checkHeader(name, value, lookUp(OPTION_OF, name) ?? 'headers');
  }
  return {
    provider,
    apiKey: keySource(options),
    secrets: new Set(secretsOf(headers)),
    baseURL: options.baseURL === undefined ? provider.baseURL : checkBaseURL(options.baseURL, provider.name),
    headers,
    timeout: options.timeout === undefined ? TIMEOUTS : mergeTimeout(TIMEOUTS, checkTimeout(options.timeout)),
    maxRetries: checkRetries(options.maxRetries ?? 2),
    translation: options.translation ?? 'strict',
    hooks: options.hooks ?? NO_HOOKS,
    signal: options.signal ?? (() => undefined),
    requestId: options.requestId ?? (() => undefined),
  };
}

const OPTION_OF: Readonly<Record<string, string>> = {
  'openai-organization': 'organization',
  'openai-project': 'project',
};

/** A header value that HTTP can carry; throws `configuration` for any other, without printing it. */
export function checkHeader(name: string, value: unknown, param: string): string {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name))
    throw configuration(param, `has a header name that HTTP does not allow`);
  if (typeof value !== 'string') throw configuration(param, `must be text, and \`${name}\` is ${typeof value}`);
  if (!ALLOWED_IN_HEADER.test(value)) {
    throw configuration(param, `holds a line break or another character that HTTP does not allow in a header`);
  }
  return value;
}

/** Tabs and Latin-1 without its other control characters of ASCII. */
const ALLOWED_IN_HEADER = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A key that can be sent; throws `configuration` for any other, without printing it. */
function checkKey(key: unknown): string {
  if (typeof key !== 'string' || key.trim() === '') throw configuration('apiKey', 'must be text that is not empty');
  return checkHeader('authorization', key.trim() === key ? key : `${key}\n`, 'apiKey');
}

/** A number of retries from 0 to 10; throws `configuration` for any other. */
export function checkRetries(maxRetries: number): number {
  if (Number.isInteger(maxRetries) && maxRetries >= 0 && maxRetries <= 10) return maxRetries;
  throw configuration('maxRetries', 'must be a whole number from 0 to 10');
}

/** Waits that are numbers of milliseconds, 0 or more; throws `configuration` for any other. */
export function checkTimeout(timeout: number | Waits): number | Waits {
  for (const [name, ms] of Object.entries(typeof timeout === 'number' ? { '': timeout } : timeout)) {
    if (ms === undefined || (typeof ms === 'number' && ms >= 0)) continue;
    throw configuration(name === '' ? 'timeout' : `timeout.${name}`, 'must be a number of milliseconds, 0 or more');
  }
  return timeout;
}

/** A configuration error that names the option. */
function configuration(param: string, problem: string, provider?: string): ColloquyError {
  return new ColloquyError('configuration', `\`${param}\` ${problem}`, { param, ...(provider ? { provider } : {}) });
}

/**
 * The waits of a call: its own where it names them, the others as they were.
 *
 * Whoever shortens or lengthens `idle` alone means every silence of a stream, also the one before its first content.
 */
export function mergeTimeout(base: number | Timeouts, own: number | Waits): number | Timeouts {
  if (typeof own === 'number') return own;
  const { idle, firstByte } = own;
  const content = idle === undefined || firstByte !== undefined ? firstByte : idle;
  const before = typeof base === 'number' ? eachWait(base) : base;
  return { ...before, ...own, ...(content === undefined ? {} : { content }) };
}

/** One number of milliseconds for every wait. */
export function eachWait(ms: number): Timeouts {
  return { connect: ms, firstByte: ms, idle: ms };
}

function keySource(options: ClientOptions): ClientSettings['apiKey'] {
  const { apiKey, provider, transport } = options;
  if (typeof apiKey === 'function') return async () => checkKey(await askedFor(apiKey));
  if (apiKey === null) return () => undefined;
  const key = apiKey ?? environment(provider.apiKeyEnv);
  if (key !== undefined) {
    const checked = checkKey(key);
    return () => checked;
  }
  if (transport !== undefined || !provider.keyRequired) return () => undefined;
  throw configuration(
    'apiKey',
    `is missing: pass it to createClient, or set the environment variable ${provider.apiKeyEnv}`,
    provider.name,
  );
}

/** What a key function gives; rejects with `configuration` where it fails, which no further attempt can help. */
async function askedFor(apiKey: () => string | Promise<string>): Promise<string> {
  try {
    return await apiKey();
  } catch (cause) {
    if (ColloquyError.isInstance(cause)) throw cause;
    throw new ColloquyError('configuration', 'the function given as `apiKey` failed', { param: 'apiKey', cause });
  }
}

function environment(name: string): string | undefined {
  const value = globalThis.process?.env[name];
  return value === undefined || value === '' ? undefined : value;
}
