/** Where to listen. */
export interface ListenOptions {
  /** 0 takes any free port. @default 0 */
  port?: number;
  /** @default '127.0.0.1' */
  host?: string;
  /** How long requests that are under way may take when the server closes, in milliseconds. @default 10000 */
  graceMs?: number;
}

/** A server that listens. */
export interface LocalServer {
  /** Without a final slash: `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, lets what is under way end within the grace, and resolves when all is closed. */
  close(): Promise<void>;
}
