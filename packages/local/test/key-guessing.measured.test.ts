import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { MemoryRecords } from '../src/store/memory-records.ts';
import { LocalTokens } from '../src/tokens/local-tokens.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SAMPLES = 200_000;
/** Many, because the letters of one alone make a difference that says nothing of it. */
const TOKENS = 500;

/** What lies above it is the machine's doing: a collection, an interrupt. */
const SLOWEST = 0.9;

const letter = () => ALPHABET[randomInt(62)] as string;

/** The next digit or letter of the same case. */
const next = (mark: string) => ({ '9': '0', Z: 'A', z: 'a' })[mark] ?? String.fromCharCode(mark.charCodeAt(0) + 1);

/** A token that looks like an issued one, checksum included. */
function withChecksum(secret: string): string {
  let rest = crc32(secret);
  let sum = '';
  for (let digit = 0; digit < 6; digit++) {
    sum = ALPHABET[rest % 62] + sum;
    rest = Math.floor(rest / 62);
  }
  return `clq_${secret}${sum}`;
}

/** Welch's t of two samples, both without their slowest tenth. */
function welch(a: readonly number[], b: readonly number[]): number {
  const limit = [...a, ...b].sort((x, y) => x - y)[Math.floor((a.length + b.length) * SLOWEST)] as number;
  const [x, y] = [a, b].map((sample) => {
    const kept = sample.filter((time) => time < limit);
    const mean = kept.reduce((sum, time) => sum + time, 0) / kept.length;
    const spread = kept.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (kept.length - 1);
    return { mean, error: spread / kept.length };
  }) as [{ mean: number; error: number }, { mean: number; error: number }];
  return (x.mean - y.mean) / Math.sqrt(x.error + y.error);
}

test('S23: a key that is nearly right takes as long to be refused as one that is all wrong', {
  timeout: 120_000,
}, async () => {
  const tokens = new LocalTokens(new MemoryRecords(), Date.now);
  const issued: string[] = [];
  for (let count = 0; count < TOKENS; count++) {
    const { token } = await tokens.create({ project: 'p', format: 'opaque' });
    issued.push(token.slice(4, -6));
  }
  expect(await tokens.verify(withChecksum(issued[0] as string))).toMatchObject({ project: 'p' });
  // A decoy is as far from its token as can be, and otherwise like it: a digit for a digit, a letter for a letter of its
  // case, so that the check of the shape takes the same branches.
  const decoys = issued.map((secret) => secret.replace(/./g, next));
  const guessAt = (whole: string): string => {
    const wrong = whole.slice(0, -2) + letter() + letter();
    return issued.includes(wrong) ? guessAt(whole) : withChecksum(wrong);
  };
  expect(await tokens.verify(guessAt(issued[0] as string))).toBeUndefined();
  // Which kind comes next is drawn, so that what the machine does meanwhile meets both alike; all are made beforehand and
  // in one way, so that only their letters differ.
  const guesses = Array.from(randomBytes(SAMPLES), (draw) => {
    const isNear = draw % 2 === 0;
    const guess = guessAt((isNear ? issued : decoys)[randomInt(TOKENS)] as string);
    return { isNear, text: Buffer.from(guess, 'latin1').toString('latin1') };
  });
  const measure = async (): Promise<number> => {
    const times: Record<'near' | 'far', number[]> = { near: [], far: [] };
    for (const { isNear, text } of guesses) {
      const started = process.hrtime.bigint();
      await tokens.verify(text);
      times[isNear ? 'near' : 'far'].push(Number(process.hrtime.bigint() - started));
    }
    return Math.abs(welch(times.near, times.far));
  };
  // The least of a few: a difference that is there shows in each.
  const found = [await measure()];
  while (found.length < 3 && Math.min(...found) >= 4.5) found.push(await measure());
  expect(Math.min(...found)).toBeLessThan(4.5);
});
