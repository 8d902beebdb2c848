import { invalid, missing } from '../refusal/refusals.ts';

/** Between an hour and thirty days. */
const LEAST = 3_600;
const MOST = 2_592_000;

/** When a file expires, in seconds since 1970, from the two fields of `expires_after`. */
export function expiryOf(anchor: unknown, seconds: unknown, now: number): number | undefined {
  if (anchor === undefined && seconds === undefined) return undefined;
  if (seconds === undefined) throw missing('expires_after.seconds');
  if (anchor !== 'created_at') {
    throw invalid(
      'expires_after.anchor',
      "Invalid value for 'expires_after.anchor': the only supported value is 'created_at'.",
    );
  }
  const given = Number(seconds);
  if (!Number.isInteger(given) || given < LEAST || given > MOST) {
    const message = `Invalid 'expires_after.seconds': expected an integer from ${LEAST} to ${MOST}.`;
    throw invalid('expires_after.seconds', message, 'integer_out_of_range');
  }
  return now + given;
}
