import { CLIENT_LEFT, clientLeft, EventWriter, errorToHttp, streamManners } from '@colloquy/gateway';
import type { Response } from 'express';

/** How items are written as events. */
export interface PipeEventsOptions {
  /** Ends the stream, with its reason as the error that the caller sees. */
  signal?: AbortSignal;
  /** Milliseconds between two comments until the first event; 0 for none. @default 15_000 */
  keepAliveMs?: number;
  /** The last event of a stream that came to its end; `null` for none. @default '[DONE]' */
  endMark?: string | null;
  /** Called once, however it ended. */
  onEnd?: (end: PipeEnd) => void;
}

/** How a stream of events ended. */
export interface PipeEnd {
  /** `client_left`: the caller went before the end; `error`: it was told of an error. */
  readonly reason: 'done' | 'client_left' | 'error';
  readonly error?: unknown;
  /** How many items were written. */
  readonly events: number;
}

/** What is piped: items that can be told to stop. */
interface Source<T> extends AsyncIterable<T> {
  abort?(reason?: unknown): void;
}

/**
 * Writes the items of an iterable as server-sent events, each as JSON, and ends with `data: [DONE]`.
 *
 * Resolves when it is over and never rejects. The source is left at once when the caller goes, also while it has nothing
 * to give, and waits while the caller does not read. An error becomes an event `{"error": …}`, without `[DONE]`.
 */
export async function pipeEvents<T>(
  source: AsyncIterable<T>,
  response: Response,
  { signal: given, keepAliveMs, endMark = '[DONE]', onEnd }: PipeEventsOptions = {},
): Promise<PipeEnd> {
  const signal = clientLeft(response, given);
  const items = source[Symbol.asyncIterator]();
  const lines = new Lines(new EventWriter(response, keepAliveMs === undefined ? {} : { keepAliveMs }));
  let end: PipeEnd;
  try {
    await untilAborted(signal, async () => {
      for (;;) {
        const { value, done } = await items.next();
        if (done || signal.aborted) return;
        const waiting = lines.push(`data: ${JSON.stringify(value)}\n\n`);
        if (waiting !== undefined) await waiting;
      }
    });
    lines.end(endMark === null ? '' : `data: ${endMark}\n\n`);
    end = { reason: 'done', events: lines.count };
  } catch (thrown) {
    leave(source, items, signal);
    const error = signal.aborted ? signal.reason : thrown;
    if (error === CLIENT_LEFT || response.destroyed) end = { reason: 'client_left', events: lines.count };
    else {
      lines.end(streamManners('/chat/completions').error(errorToHttp(error).body.error, undefined));
      end = { reason: 'error', error, events: lines.count };
    }
  }
  onEnd?.(end);
  return end;
}

/** Lines that are ready in one turn of the event loop leave in one write: each write costs as much as ten lines. */
class Lines {
  readonly #writer: EventWriter;
  #ready = '';
  #room: Promise<void> | undefined;
  count = 0;

  constructor(writer: EventWriter) {
    this.#writer = writer;
  }

  /** The promise, where there is one, is for when the caller can take more. */
  push(line: string): Promise<void> | undefined {
    if (this.#ready === '') process.nextTick(() => this.#flush());
    this.#ready += line;
    this.count += 1;
    return this.#room;
  }

  end(line: string): void {
    this.#writer.end(this.#ready + line);
    this.#ready = '';
  }

  #flush(): void {
    if (this.#ready === '') return;
    const room = this.#writer.write(this.#ready);
    this.#ready = '';
    if (room === undefined) return;
    this.#room = room.then(() => {
      this.#room = undefined;
    });
  }
}

/** A generator that waits ends only when its wait is over, so it is told to and not waited for. */
function leave<T>(source: Source<T>, items: AsyncIterator<T>, signal: AbortSignal): void {
  if (signal.aborted) source.abort?.(signal.reason);
  items.return?.().then(undefined, () => undefined);
}

function untilAborted(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
