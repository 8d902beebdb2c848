/** A duration in milliseconds as Go writes it, and so as `x-ratelimit-reset-*` does: `20ms`, `1.5s`, `6m0s`, `24h0m0s`. */
export function goDuration(ms: number): string {
  if (!(ms > 0)) return '0s';
  if (ms < 1) return ms < 0.001 ? `${Math.round(ms * 1e6)}ns` : `${trim(ms * 1000)}µs`;
  if (ms < 1000) return `${trim(ms)}ms`;
  const total = Math.round(ms) / 1000;
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = trim(total - hours * 3600 - minutes * 60);
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

function trim(value: number): string {
  return String(Number(value.toFixed(3)));
}
