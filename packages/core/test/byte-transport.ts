import type { Transport } from '@colloquy/core';
import { rechunk } from '@colloquy/core/testing';

/** A service that answers every request with these bytes, cut at the given offsets; with none, at every byte. */
export function byteTransport(
  wire: string,
  { type = 'text/event-stream', status = 200, cuts = [] as number[] } = {},
): Transport {
  const bytes = new TextEncoder().encode(wire);
  return async () => ({ status, headers: { 'content-type': type }, body: rechunk(bytes, ...cuts) });
}

/** Events as they stand on the wire. */
export function wireOf(...events: unknown[]): string {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('');
}
