import { ServerEvent } from '@colloquy/core';

/** Events as they stand on the wire, the last of them whole. */
export class Framed {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The last event; its data stands on one line. */
  get last(): ServerEvent {
    const data = this.text.slice(this.text.lastIndexOf('data: ') + 'data: '.length);
    return ServerEvent.read(data.trimEnd());
  }
}
