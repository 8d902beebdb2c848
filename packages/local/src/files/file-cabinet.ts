import { newId } from '../new-id.ts';
import { noSuchFile } from '../refusal/refusals.ts';
import type { StagedBlob } from '../store/blobs.ts';
import type { RecordPage, RecordQuery } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { FileObject, StoredFile } from './file-object.ts';

const KIND = 'file';

/** What is known of a new file. */
export interface NewFile {
  readonly filename: string;
  readonly purpose: string;
  readonly createdAt: number;
  readonly expiresAt?: number | undefined;
  readonly bytes: number;
}

/** A project's files; one project never sees another's. */
export class FileCabinet {
  readonly #store: Store;
  readonly #project: string;
  readonly #now: number;

  /** @param now seconds since 1970: a file past its expiry is gone */
  constructor(store: Store, project: string, now: number) {
    this.#store = store;
    this.#project = project;
    this.#now = now;
  }

  /** Keeps a received file and answers with its object once it is safe. */
  add(staged: StagedBlob, file: Omit<NewFile, 'bytes'>): Promise<FileObject> {
    return this.#store.keep(staged, (blob) => this.record(blob, { ...file, bytes: staged.bytes }));
  }

  /** Writes the row of a file whose blob is kept in the same transaction. */
  record(blob: string, { filename, purpose, createdAt, expiresAt, bytes }: NewFile): FileObject {
    const file: FileObject = {
      id: newId('file-'),
      object: 'file',
      bytes,
      created_at: createdAt,
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
      filename,
      purpose,
      status: 'processed',
      status_details: null,
    };
    this.#store.records.put(KIND, this.#project, file.id, { file, blob });
    return file;
  }

  /** The file of that id, or a 404 refusal that names `param`. */
  get(id: string, param = 'id'): StoredFile {
    const stored = this.find(id);
    if (!stored) throw noSuchFile(id, param);
    return stored;
  }

  find(id: string): StoredFile | undefined {
    const stored = this.#store.records.get<StoredFile>(KIND, this.#project, id);
    return stored && this.#alive(stored) ? stored : undefined;
  }

  list(query: RecordQuery<StoredFile>): RecordPage<StoredFile> {
    const where = (stored: StoredFile) => this.#alive(stored) && (query.where?.(stored) ?? true);
    return this.#store.records.list<StoredFile>(KIND, this.#project, { ...query, where });
  }

  read({ blob }: StoredFile): AsyncIterable<Uint8Array> {
    return this.#store.blobs.read(blob);
  }

  async delete(id: string): Promise<void> {
    const { blob } = this.get(id);
    await this.#store.drop(blob, () => this.#store.records.delete(KIND, this.#project, id));
  }

  #alive({ file }: StoredFile): boolean {
    return file.expires_at === undefined || file.expires_at > this.#now;
  }
}
