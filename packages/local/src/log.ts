/** One thing worth telling the person who runs the server. No token and no content of a conversation is ever in it. */
export interface LogEntry {
  readonly event: 'request' | 'job' | 'failure' | 'server';
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number | null>>;
}

/** Takes log entries; silent unless the command, or the caller, gives one. */
export type Log = (entry: LogEntry) => void;
