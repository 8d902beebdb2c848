import type { Log } from '../log.ts';

/** Writes log entries to stderr: a line for people, a line of JSON for machines, or nothing. */
export function logTo(format: 'text' | 'json' | 'none'): Log {
  if (format === 'none') return () => {};
  return (entry) => {
    const time = new Date().toISOString();
    const line =
      format === 'json'
        ? JSON.stringify({ time, event: entry.event, message: entry.message, ...entry.details })
        : `${time} ${entry.event.padEnd(7)} ${entry.message}${detailsOf(entry.details)}`;
    process.stderr.write(`${line}\n`);
  };
}

function detailsOf(details: Parameters<Log>[0]['details'] = {}): string {
  return Object.entries(details)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('');
}
