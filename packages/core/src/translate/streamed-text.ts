/** How much of each text has been handed on, so that a text sent as deltas and again as a whole is handed on once. */
export class StreamedText {
  readonly #sent = new Map<string, string>();

  /** Notes a delta and returns it. */
  delta(key: string, delta: string): string {
    this.#sent.set(key, (this.#sent.get(key) ?? '') + delta);
    return delta;
  }

  /** The part of a whole text that no delta brought. */
  rest(key: string, whole: string): string {
    const sent = this.#sent.get(key) ?? '';
    if (!whole.startsWith(sent)) return '';
    this.#sent.set(key, whole);
    return whole.slice(sent.length);
  }

  /** Everything sent, in the order in which the texts began. */
  all(prefix: string): string {
    let text = '';
    for (const [key, sent] of this.#sent) if (key.startsWith(prefix)) text += sent;
    return text;
  }
}
