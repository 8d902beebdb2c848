import type { ServerResponse } from 'node:http';
import { UsageTap } from '@colloquy/limits';

/** Watches what a response is given to write, before anything else is done to it, and so what the answer cost. */
export function tapAnswer(response: ServerResponse, path: string): UsageTap {
  const tap = new UsageTap(path);
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
  const note = (data: unknown) => {
    if (typeof data === 'string') tap.push(Buffer.from(data));
    else if (data instanceof Uint8Array) tap.push(data);
  };
  response.write = ((...args: unknown[]) => {
    note(args[0]);
    return write(...args);
  }) as ServerResponse['write'];
  response.end = ((...args: unknown[]) => {
    note(args[0]);
    return end(...args);
  }) as ServerResponse['end'];
  return tap;
}

/** Whether an answer is a stream of events. */
export function isEventAnswer(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}
