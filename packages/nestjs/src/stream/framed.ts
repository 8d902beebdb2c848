import { ServerEvent } from '@colloquy/core';

/** Events as they stand on the wire, the last of them whole. */
export class Framed {
  readonly wire: string | Uint8Array;

  constructor(wire: string | Uint8Array) {
    this.wire = wire;
  }

  /** Whether they are of the Responses API. */
  get areOfResponses(): boolean {
    return typeof this.wire === 'string' && this.wire.startsWith('event: response.');
  }

  /** The last event; its data stands on one line. */
  get last(): ServerEvent {
    const text = typeof this.wire === 'string' ? this.wire : Buffer.from(this.wire).toString();
    const data = text.slice(text.lastIndexOf('data: ') + 'data: '.length);
    return ServerEvent.read(data.trimEnd());
  }
}
