/** The kinds of things that belong to the project that made them. */
export type ResourceKind = 'file' | 'job' | 'model' | 'response' | 'completion' | 'upload' | 'batch' | 'conversation';

/** Who owns a thing, and which upstream has it. */
export interface Ownership {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly project: string;
  readonly upstream: string;
}

/** Where ownership is kept. */
export interface OwnershipRecords {
  /** Notes an owner; the first one stays. */
  add(ownership: Ownership): Promise<void>;
  /** Who owns a thing; `undefined` for one that nobody owns. */
  find(kind: ResourceKind, id: string): Promise<Ownership | undefined>;
  /** What a project owns, the oldest first. */
  list(kind: ResourceKind, project: string): Promise<readonly Ownership[]>;
  /** Forgets a thing that was deleted. */
  remove(kind: ResourceKind, id: string): Promise<void>;
}
