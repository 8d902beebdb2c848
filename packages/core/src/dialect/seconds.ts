/** A time as whole seconds since 1970; a value of 1e11 or more was milliseconds (1e11 seconds is the year 5138). */
export function toSeconds(time: unknown): number {
  const value = typeof time === 'number' && Number.isFinite(time) ? time : 0;
  return Math.floor(value >= 1e11 ? value / 1000 : value);
}
