/** The same bytes in pieces that end at the given offsets; with no offsets, a byte at a time. */
export async function* rechunk(bytes: Uint8Array, ...offsets: number[]): AsyncGenerator<Uint8Array> {
  const ends = offsets.length > 0 ? [...offsets, bytes.byteLength] : Array.from(bytes, (_, at) => at + 1);
  let from = 0;
  for (const to of ends) {
    if (to > from) yield bytes.slice(from, to);
    from = Math.max(from, to);
  }
}
