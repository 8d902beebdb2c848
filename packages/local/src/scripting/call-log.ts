import type { WireRequest } from '@colloquy/core';
import type { DialectName } from '../dialects/dialect.ts';

/** One request that was answered, for a test to look at. */
export interface RecordedCall {
  readonly dialect: DialectName;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Without credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body; absent for other bodies and for requests refused before theirs was read. */
  readonly body?: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly requestId: string;
}

interface Seen {
  readonly dialect: DialectName;
  readonly request: WireRequest;
  readonly body: Record<string, unknown> | undefined;
  readonly status: number;
  readonly requestId: string;
}

const CREDENTIALS = new Set(['authorization', 'cookie', 'x-api-key', 'proxy-authorization']);
/** The oldest calls go, so that a server left running does not grow. */
const MOST = 1_000;

/** The last thousand calls, oldest first. */
export class CallLog {
  readonly #calls: RecordedCall[] = [];

  add({ dialect, request, body, status, requestId }: Seen): void {
    const headers = Object.entries(request.headers).filter(([name]) => !CREDENTIALS.has(name.toLowerCase()));
    const query = Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined);
    if (this.#calls.length === MOST) this.#calls.shift();
    this.#calls.push({
      dialect,
      method: request.method,
      path: request.path,
      query: Object.fromEntries(query.map(([name, value]) => [name, String(value)])),
      headers: Object.fromEntries(headers),
      ...(body ? { body } : {}),
      status,
      requestId,
    });
  }

  /** A copy of what was seen so far. */
  list(): RecordedCall[] {
    return [...this.#calls];
  }

  clear(): void {
    this.#calls.length = 0;
  }
}
