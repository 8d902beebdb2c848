import type { ServerResponse } from 'node:http';
import { clientLeft } from '@colloquy/gateway';

const signals = new WeakMap<ServerResponse, AbortSignal>();

/** A signal that fires when whoever asked has gone before the answer was complete; one for each answer. */
export function clientSignalOf(response: ServerResponse): AbortSignal {
  let signal = signals.get(response);
  if (signal === undefined) {
    signal = clientLeft(response);
    signals.set(response, signal);
  }
  return signal;
}
