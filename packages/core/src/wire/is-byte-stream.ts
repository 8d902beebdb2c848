/** Whether a body is sent piece by piece: it can be read once, unless it says that it opens anew. */
export function isByteStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
