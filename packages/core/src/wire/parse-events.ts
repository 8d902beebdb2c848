import { createParser } from 'eventsource-parser';
import { ColloquyError } from '../errors/index.ts';
import { join } from './collect.ts';
import { type EventBatch, EventStream } from './event-stream.ts';
import { ReadCutter } from './read-cutter.ts';
import { ServerEvent } from './server-event.ts';
import { WholeRead } from './whole-read.ts';

/** The longest event that is read, in characters: a line without end would otherwise fill the memory. */
const MAX_EVENT_LENGTH = 8 * 1024 * 1024;

/**
 * Reads server-sent events from bytes, by the WHATWG rules, one batch a read.
 *
 * Comments and events without data are dropped. At the end of the bytes an event that lacks only its blank line still
 * counts if it is whole. Rejects with `too_large` where an event is longer than `maxEventLength` characters.
 */
export function parseEvents(source: AsyncIterable<Uint8Array>, maxEventLength = MAX_EVENT_LENGTH): EventStream {
  return new EventStream(() => {
    const bytes = source[Symbol.asyncIterator]();
    const read = eventReader(maxEventLength);
    let ended = false;
    // Whether nothing of an event is left in the reader, so that a read of whole events can be parsed later, or never.
    let isClean = true;
    let latest: WholeRead | undefined;
    const cutter = new ReadCutter(maxEventLength);
    const parse = (whole: WholeRead) => {
      const reader = whole === latest ? read : eventReader(maxEventLength);
      return whole.pieces.length === 1 ? reader(whole.pieces[0]) : whole.pieces.flatMap(reader);
    };
    const batchOf = (bytes: Uint8Array): EventBatch => {
      const pieces = isClean && bytes.byteLength <= maxEventLength ? cutter.cut(bytes) : undefined;
      latest = pieces && new WholeRead(pieces, parse);
      if (latest !== undefined) return latest;
      const rest = cutter.takeRest();
      const all = rest === undefined ? bytes : join([rest, bytes]);
      isClean = endsEvent(all);
      return { events: read(all), bytes: all };
    };

    const close = async (): Promise<IteratorResult<EventBatch>> => {
      ended = true;
      await bytes.return?.();
      return { value: undefined, done: true };
    };
    const fail = async (error: unknown): Promise<never> => {
      // What the reader is told is why the stream broke, and not how letting go of it went.
      await close().catch(() => undefined);
      throw error;
    };
    const onRead = (result: IteratorResult<Uint8Array>): IteratorResult<EventBatch> | Promise<never> => {
      if (!result.done) {
        try {
          return { value: batchOf(result.value), done: false };
        } catch (error) {
          return fail(error);
        }
      }
      ended = true;
      latest = undefined;
      const rest = [cutter.takeRest(), undefined].flatMap(read);
      return rest.length > 0 ? { value: { events: rest }, done: false } : { value: undefined, done: true };
    };

    return {
      next: () => {
        if (ended) return Promise.resolve({ value: undefined, done: true });
        return bytes.next().then(onRead, fail);
      },
      return: close,
    };
  });
}

function endsEvent(bytes: Uint8Array): boolean {
  return bytes.at(-1) === NEWLINE && bytes.at(-2) === NEWLINE;
}

const NEWLINE = 0x0a;

// One for all: a decoder of its own would cost every open stream more memory than the rest of its parser.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** How many bytes at the end begin a character that is not whole: 0 to 3. */
function cutOff(bytes: Uint8Array): number {
  const size = bytes.byteLength;
  for (let back = 1; back <= Math.min(3, size); back += 1) {
    const byte = bytes[size - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** A function from bytes to the events they complete; `undefined` is the end of the bytes. */
export function eventReader(maxEventLength = MAX_EVENT_LENGTH): (bytes: Uint8Array | undefined) => ServerEvent[] {
  let cut: Uint8Array | undefined;
  let events: ServerEvent[] = [];
  let overflow = false;
  const parser = createParser({
    maxBufferSize: maxEventLength,
    onEvent: ({ data, event }) => {
      // Some gateways send `data:` without a value to keep a connection open.
      if (data.length > 2 || data.trim() !== '') events.push(ServerEvent.read(data, event));
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') overflow = true;
    },
  });

  return (bytes) => {
    events = [];
    if (bytes === undefined) {
      parser.feed(`${cut === undefined ? '' : decoder.decode(cut)}\n\n`);
      return events.filter(isWhole);
    }
    const whole = cut === undefined ? bytes : join([cut, bytes]);
    const end = whole.byteLength - cutOff(whole);
    cut = end === whole.byteLength ? undefined : whole.slice(end);
    parser.feed(decoder.decode(cut === undefined ? whole : whole.subarray(0, end)));
    if (overflow) {
      throw new ColloquyError('too_large', `an event of the stream is longer than ${maxEventLength} characters`);
    }
    return events;
  };
}

/** Whether an event that was cut off by the end of the stream had all its data. */
function isWhole(event: ServerEvent): boolean {
  if (event.isDone) return true;
  try {
    return event.json !== undefined;
  } catch {
    return false;
  }
}
