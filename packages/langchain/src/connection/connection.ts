import { type CallOptions, type Client, createClient, type Provider } from '@colloquy/core';
import { badOption } from './bad-option.ts';
import type { ConnectionFields, HeaderFields } from './connection-fields.ts';
import { headerRecord } from './header-record.ts';
import { compatibleProvider, knownProvider } from './known-provider.ts';

/** The options that say which service is called. */
export const CONNECTION_KEYS = ['client', 'provider', 'baseURL', 'apiKey', 'headers', 'timeout', 'maxRetries'] as const;

/** What a single call adds. */
export interface CallFields {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: HeaderFields | undefined;
  readonly maxRetries?: number | undefined;
}

/** A client, with what every call through it adds. */
export class Connection {
  readonly client: Client;
  readonly #apiKey: ConnectionFields['apiKey'];
  readonly #headers: Record<string, string | null | undefined>;
  readonly #timeout: CallOptions['timeout'];
  readonly #maxRetries: number | undefined;

  /** Throws `configuration`, naming the option, where the options do not lead to one service. */
  constructor(fields: ConnectionFields) {
    const own = fields.client === undefined;
    this.client = fields.client ?? clientOf(fields);
    if (!own) refuseSecondService(fields);
    // What a client of our own was made with need not be said again at each call.
    this.#apiKey = own ? undefined : fields.apiKey;
    this.#headers = own ? {} : headerRecord(fields.headers);
    this.#timeout = own ? undefined : fields.timeout;
    this.#maxRetries = own ? undefined : fields.maxRetries;
  }

  get provider(): Provider {
    return this.client.provider;
  }

  /** The options of one call. */
  async callOptions({ signal, headers, maxRetries = this.#maxRetries }: CallFields): Promise<CallOptions> {
    const key = typeof this.#apiKey === 'function' ? await this.#apiKey() : this.#apiKey;
    return {
      headers: {
        ...(typeof key === 'string' ? { authorization: `Bearer ${key}` } : {}),
        ...this.#headers,
        ...headerRecord(headers),
      },
      ...(signal === undefined ? {} : { signal }),
      ...(this.#timeout === undefined ? {} : { timeout: this.#timeout }),
      ...(maxRetries === undefined ? {} : { maxRetries }),
    };
  }
}

function clientOf(fields: ConnectionFields): Client {
  const { baseURL, apiKey, timeout, maxRetries } = fields;
  if (fields.provider === undefined && baseURL === undefined) {
    throw badOption('provider', 'is missing: give a `client`, a `provider`, or the `baseURL` of a compatible service');
  }
  const provider =
    fields.provider === undefined ? compatibleProvider(baseURL as string) : knownProvider(fields.provider);
  const headers = Object.entries(headerRecord(fields.headers)).filter(
    (entry): entry is [string, string] => entry[1] != null,
  );
  return createClient({
    provider,
    headers: Object.fromEntries(headers),
    ...(baseURL === undefined ? {} : { baseURL }),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
  });
}

function refuseSecondService(fields: ConnectionFields): void {
  for (const key of ['provider', 'baseURL'] as const) {
    if (fields[key] !== undefined)
      throw badOption(key, 'and `client` both say which service is called; give one of them');
  }
}
