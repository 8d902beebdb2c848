/** How to walk a list of records. */
export interface RecordQuery<T> {
  /** Begin after this id; an unknown id gives an empty page. */
  after?: string;
  /** @default everything */
  limit?: number;
  /** By the order of creation. @default 'asc' */
  order?: 'asc' | 'desc';
  where?: (value: T) => boolean;
}

/** One page of records. */
export interface RecordPage<T> {
  items: T[];
  hasMore: boolean;
}

/** One record with where it stands. */
export interface StoredRecord<T> {
  scope: string;
  id: string;
  value: T;
}

/**
 * JSON records by kind, scope and id, kept in the order of their creation.
 *
 * The scope is the project, or the project and a parent's id; nothing is found outside its own scope. What a `put`
 * returned from is durable where the store is.
 */
export interface Records {
  get<T>(kind: string, scope: string, id: string): T | undefined;
  /** Adds or replaces; a replaced record keeps its place in the order. */
  put(kind: string, scope: string, id: string, value: object): void;
  delete(kind: string, scope: string, id: string): boolean;
  /** Deletes every record of a kind in a scope. */
  clear(kind: string, scope: string): void;
  list<T>(kind: string, scope: string, query?: RecordQuery<T>): RecordPage<T>;
  /** Every record of a kind in every scope; for the sweep and the jobs to resume at start. */
  everywhere<T>(kind: string): StoredRecord<T>[];
  /** All of `work`, or nothing of it. `work` is synchronous. */
  transaction<T>(work: () => T): T;
  close(): void;
}
