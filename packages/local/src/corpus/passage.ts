/** A few sentences on one subject, written for this repository. */
export interface Passage {
  /** What the passage is about, in words a question would use. */
  readonly topic: string;
  readonly sentences: readonly string[];
}
