import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Random bytes cost a system call a time, so they are drawn for about a hundred ids at once. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** A fresh id such as `file-k3Jx...`: the prefix and `length` letters and digits (5.95 bits each). */
export function newId(prefix: string, length = 24): string {
  let id = prefix;
  while (id.length < prefix.length + length) {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const byte = pool[used++] as number;
    // 248 is the largest multiple of 62 below 256: beyond it a remainder would favour some letters.
    if (byte < 248) id += ALPHABET[byte % 62];
  }
  return id;
}
