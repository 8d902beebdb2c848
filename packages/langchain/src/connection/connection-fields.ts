import type { CallOptions, Client, ClientOptions, Provider } from '@colloquy/core';

/** Headers as a record, as `Headers`, or as pairs. */
export type HeaderFields =
  | Readonly<Record<string, string | null | undefined>>
  | Headers
  | ReadonlyArray<readonly [string, string]>;

/** Which service is called, and how: a client, a provider, or the address of a compatible service. */
export interface ConnectionFields {
  /** A client that exists; it goes without `provider` and `baseURL`. */
  client?: Client;
  /** A provider, or the name of one from `@colloquy/core/providers`: `eugpt`. */
  provider?: Provider | string;
  /** The whole base, path included: `https://host/v1`. Enough on its own for a compatible service. */
  baseURL?: string;
  /** The key; `null` for a service that needs none. @default the provider's environment variable */
  apiKey?: ClientOptions['apiKey'];
  /** Sent with every request, and never written into traces or JSON. */
  headers?: HeaderFields;
  /** Milliseconds, as in `createClient`. */
  timeout?: CallOptions['timeout'];
  /** How often the client sends again after a failure that may pass, 0 to 10; nothing else here retries. @default 2 */
  maxRetries?: number;
}
