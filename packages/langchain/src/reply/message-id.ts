/** Ids that can come twice: Ollama's have three digits. */
const REPEATED = /^(?:|chatcmpl-\d{1,6}|resp_unnamed)$/;

/**
 * A service's id as a message's, where it can be one.
 *
 * LangGraph replaces a message by another of the same id, so that an id that comes twice would lose what was said; to a
 * message without one it gives a fresh one.
 */
export function messageId(id: string | undefined): string | undefined {
  return id === undefined || REPEATED.test(id) ? undefined : id;
}
