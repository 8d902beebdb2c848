const MAGIC = 0x50514c43; // "CLQP", little-endian
const HEAD = 8;

/** A JSON header and an array of numbers, as one block of bytes. */
export interface Packed<Header> {
  readonly header: Header;
  readonly numbers: Float32Array;
}

/** Packs a header and numbers; the same content gives the same bytes. */
export function pack(header: object, numbers: readonly Float32Array[]): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Float32Array views need an offset that is a multiple of four, so the header is padded with spaces.
  const padding = (4 - (json.length % 4)) % 4;
  const count = numbers.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(HEAD + json.length + padding + count * 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.length + padding, true);
  bytes.set(json, HEAD);
  bytes.fill(0x20, HEAD + json.length, HEAD + json.length + padding);
  let at = HEAD + json.length + padding;
  for (const part of numbers) {
    for (const number of part) {
      view.setFloat32(at, number, true);
      at += 4;
    }
  }
  return bytes;
}

/** The reverse of `pack`, or `undefined` where the bytes are not such a block. */
export function unpack(bytes: Uint8Array): Packed<unknown> | undefined {
  if (bytes.length < HEAD) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(4, true);
  const start = HEAD + length;
  if (view.getUint32(0, true) !== MAGIC || start > bytes.length || (bytes.length - start) % 4 !== 0) return undefined;
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(HEAD, start)));
    const numbers = new Float32Array((bytes.length - start) / 4);
    for (let i = 0; i < numbers.length; i++) numbers[i] = view.getFloat32(start + i * 4, true);
    return { header, numbers };
  } catch {
    return undefined;
  }
}
