import { join } from './collect.ts';
import type { EventBatch } from './event-stream.ts';
import type { ServerEvent } from './server-event.ts';

const [NEWLINE, RETURN, SPACE, LETTER_D] = [0x0a, 0x0d, 0x20, 0x64];

/** As many bytes as `data:` has, and the space after it. */
const FIELD_BYTES = 6;

/** A read that begins and ends where events do: passed on as it came, it is never parsed. */
export class WholeRead implements EventBatch {
  readonly pieces: readonly Uint8Array[];
  readonly #parse: (read: WholeRead) => readonly ServerEvent[];
  #events: readonly ServerEvent[] | undefined;

  constructor(pieces: readonly Uint8Array[], parse: (read: WholeRead) => readonly ServerEvent[]) {
    this.pieces = pieces;
    this.#parse = parse;
  }

  /** Parsed when first asked for. */
  get events(): readonly ServerEvent[] {
    this.#events ??= this.#parse(this);
    return this.#events;
  }

  /** The pieces as one. */
  get bytes(): Uint8Array {
    const [first] = this.pieces;
    return first !== undefined && this.pieces.length === 1 ? first : join(this.pieces);
  }
}

/** Whether there are events in a batch, and not comments alone. */
export function holdsEvents(batch: EventBatch): boolean {
  return batch.pieces?.some(beginsWithData) === true || batch.events.length > 0;
}

/** Whether the first line, or the first after a line that names the event, says something; false is not certain. */
function beginsWithData(bytes: Uint8Array): boolean {
  const from = bytes[0] === LETTER_D ? 0 : bytes.indexOf(NEWLINE) + 1;
  const first = bytes[from + FIELD_BYTES];
  return bytes[from] === LETTER_D && first !== undefined && first !== NEWLINE && first !== RETURN && first !== SPACE;
}
