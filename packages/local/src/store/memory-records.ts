import { pageOf } from './page-of.ts';
import type { RecordPage, RecordQuery, Records, StoredRecord } from './records.ts';

type Undo = () => void;

/** Records in memory, serialised, so that nobody holds on to what is kept. */
export class MemoryRecords implements Records {
  // kind -> scope -> id -> JSON; a Map keeps the order of creation.
  readonly #kinds = new Map<string, Map<string, Map<string, string>>>();
  #undo: Undo[] | undefined;

  #rows(kind: string, scope: string): Map<string, string> {
    let scopes = this.#kinds.get(kind);
    if (!scopes) {
      scopes = new Map();
      this.#kinds.set(kind, scopes);
    }
    let rows = scopes.get(scope);
    if (!rows) {
      rows = new Map();
      scopes.set(scope, rows);
    }
    return rows;
  }

  get<T>(kind: string, scope: string, id: string): T | undefined {
    const row = this.#kinds.get(kind)?.get(scope)?.get(id);
    return row === undefined ? undefined : (JSON.parse(row) as T);
  }

  put(kind: string, scope: string, id: string, value: object): void {
    const rows = this.#rows(kind, scope);
    const before = rows.get(id);
    rows.set(id, JSON.stringify(value));
    this.#undo?.push(() => (before === undefined ? rows.delete(id) : rows.set(id, before)));
  }

  delete(kind: string, scope: string, id: string): boolean {
    const rows = this.#rows(kind, scope);
    if (!rows.has(id)) return false;
    this.#remember(rows);
    return rows.delete(id);
  }

  clear(kind: string, scope: string): void {
    const rows = this.#rows(kind, scope);
    this.#remember(rows);
    rows.clear();
  }

  // Putting one deleted record back would move it to the end, so the whole order is remembered.
  #remember(rows: Map<string, string>): void {
    if (!this.#undo) return;
    const before = [...rows];
    this.#undo.push(() => {
      rows.clear();
      for (const [id, row] of before) rows.set(id, row);
    });
  }

  list<T>(kind: string, scope: string, query: RecordQuery<T> = {}): RecordPage<T> {
    const rows = this.#kinds.get(kind)?.get(scope);
    if (!rows) return { items: [], hasMore: false };
    const entries = query.order === 'desc' ? [...rows].reverse() : [...rows];
    const start = query.after === undefined ? 0 : entries.findIndex(([id]) => id === query.after) + 1;
    if (query.after !== undefined && start === 0) return { items: [], hasMore: false };
    return pageOf(
      entries.slice(start).map(([, row]) => row),
      query,
    );
  }

  everywhere<T>(kind: string): StoredRecord<T>[] {
    const found: StoredRecord<T>[] = [];
    for (const [scope, rows] of this.#kinds.get(kind) ?? []) {
      for (const [id, row] of rows) found.push({ scope, id, value: JSON.parse(row) as T });
    }
    return found;
  }

  transaction<T>(work: () => T): T {
    if (this.#undo) return work();
    const undo: Undo[] = [];
    this.#undo = undo;
    try {
      return work();
    } catch (error) {
      this.#undo = undefined;
      for (const step of undo.reverse()) step();
      throw error;
    } finally {
      this.#undo = undefined;
    }
  }

  close(): void {
    this.#kinds.clear();
  }
}
