/** What the store uses of an `ioredis` client or cluster. */
export interface RedisClient {
  readonly status: string;
  /** Runs the script that the server knows by its hash. */
  evalsha(sha: string, keys: number, ...args: string[]): Promise<unknown>;
  /** Runs the script that the server does not know yet. */
  eval(script: string, keys: number, ...args: string[]): Promise<unknown>;
  /** Tells of a connection that is ready or broke. */
  on(event: 'ready' | 'error', listener: (...args: unknown[]) => void): unknown;
  /** Takes a listener away. */
  off(event: 'ready' | 'error', listener: (...args: unknown[]) => void): unknown;
  /** Closes the connection at once; only called for clients that the store made. */
  disconnect(): void;
}

/** Whether a value can be used as a client. */
export function isRedisClient(value: unknown): value is RedisClient {
  return typeof value === 'object' && value !== null && 'evalsha' in value && typeof value.evalsha === 'function';
}
