import { readFileSync } from 'node:fs';

/**
 * Most resident memory of this process since it began, in MiB.
 *
 * On Linux from `/proc`, because `resourceUsage().maxRSS` of a child begins with what its parent had.
 */
export function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib) / 1024;
}
