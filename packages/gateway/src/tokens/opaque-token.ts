import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^clq_[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);

/**
 * Makes a token: `clq_`, 256 random bits, and a checksum.
 *
 * The prefix lets secret scanners find one that leaked, the checksum tells a mistyped one without asking the store.
 */
export function newOpaqueToken(): string {
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), SECRET_LENGTH);
  return `clq_${secret}${checksum(secret)}`;
}

/** Whether a text looks like a token of ours, checksum included. */
export function isOpaqueToken(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const secret = text.slice(4, 4 + SECRET_LENGTH);
  return text.slice(4 + SECRET_LENGTH) === checksum(secret);
}

function checksum(secret: string): string {
  return base62(BigInt(crc32(secret)), CHECKSUM_LENGTH);
}

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let digit = 0; digit < length; digit += 1) {
    text = ALPHABET[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return text;
}
