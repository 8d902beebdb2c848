/** A model the service offers. */
export interface Model {
  /** May hold `:` and `/`. */
  id: string;
  object: 'model';
  /** Unix time in seconds. */
  created: number;
  owned_by: string;
  /** The day from which it is gone, where that is known. */
  shutdown_date?: string | null;
}

/** A fine-tuned model is gone. */
export interface ModelDeleted {
  id: string;
  object: 'model' | (string & {});
  deleted: boolean;
}
