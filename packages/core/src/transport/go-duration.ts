const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ns: 1e-6,
};

/**
 * Milliseconds of a Go duration such as `6m0s`, `1m26.4s` or `20ms`; `undefined` where it is not one.
 *
 * Source: the `x-ratelimit-reset-*` headers of OpenAI, which are durations and never points in time.
 */
export function parseGoDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|ms|m|s|us|µs|μs|ns))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|μs|ns)/g)) {
    total += Number(amount) * (UNITS[unit as string] as number);
  }
  return Math.round(total * 1e6) / 1e6;
}

/** Milliseconds as a Go duration: 86400 is `1m26.4s`, 346 is `346ms`. */
export function formatGoDuration(ms: number): string {
  if (!(ms > 0)) return '0s';
  const rounded = Math.max(1, Math.round(ms));
  if (rounded < 1000) return `${rounded}ms`;
  const hours = Math.floor(rounded / 3_600_000);
  const minutes = Math.floor((rounded % 3_600_000) / 60_000);
  const seconds = (rounded % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}
