import type { ServerResponse } from 'node:http';
import { CLIENT_LEFT, errorToHttp, goingDown, InFlight } from '@colloquy/gateway';
import type { MessageEvent } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { currentScope, inScope } from '../request/request-scope.ts';
import { type EventFrames, eventFrames } from './event-frames.ts';

/** What can be told to stop beside being left: a `ChatStream` or `ResponseStream` whose service is quiet. */
interface Source<T> extends AsyncIterable<T> {
  abort?(reason?: unknown): void;
}

/**
 * A stream, the promise of one, or a function that asks for one: calls that the function makes end with the subscription
 * also while they still wait for an answer.
 */
export type MessageSource<T> =
  | Source<T>
  | PromiseLike<Source<T>>
  | ((signal: AbortSignal) => Source<T> | PromiseLike<Source<T>>);

/** How long a closing application waits for Nest to write the end of a stream; it may be part of a longer one. */
const WRITTEN_WITHIN_MS = 250;

/**
 * The items of a stream as an Observable of `MessageEvent`s, for handlers with `@Sse()`.
 *
 * A chat stream ends with `[DONE]`; events of the Responses API bear their names. What fails is an event `{"error": …}`, and
 * no `[DONE]` follows: what `@Sse()` makes of an Observable's error, OpenAI's clients cannot read. Unsubscribing, as Nest
 * does when a client goes away, ends the service's work; closing the application waits for it as for any stream.
 * `@ColloquyStream()` does the same at less cost, and holds a source back for a slow reader, which `@Sse()` cannot.
 *
 * @example
 * \@Sse('chat')
 * chat() { return toMessageEvents(() => this.client.chat.completions.create({ model, messages, stream: true })); }
 */
export function toMessageEvents<T>(source: MessageSource<T>): Observable<MessageEvent> {
  const { answers = new InFlight(), response } = currentScope() ?? {};
  if (answers.isClosing) throw goingDown();
  return new Observable((subscriber) => {
    const controller = new AbortController();
    void answers.run(async (closing) => {
      await emit(source, subscriber, AbortSignal.any([controller.signal, closing]));
      // Nest writes what it was given in its own time, and a server that closes has to find the connection idle.
      if (answers.isClosing && response !== undefined) await written(response);
    });
    return () => controller.abort(CLIENT_LEFT);
  });
}

async function emit<T>(
  source: MessageSource<T>,
  subscriber: Subscriber<MessageEvent>,
  signal: AbortSignal,
): Promise<void> {
  let frames: EventFrames = eventFrames(undefined);
  let last: T | undefined;
  try {
    // Generators do their work while they are read, so reading is within the scope too.
    await inScope({ signal }, async () => {
      const stream = await (typeof source === 'function' ? source(signal) : source);
      const items = stream[Symbol.asyncIterator]();
      const leave = () => {
        stream.abort?.(signal.reason);
        items.return?.().then(undefined, () => undefined);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      for (let count = 0; !signal.aborted; count += 1) {
        const result = await items.next();
        if (result.done) break;
        if (count === 0) frames = eventFrames(result.value);
        last = result.value;
        subscriber.next(messageOf(frames.frame(result.value)));
      }
    });
    if (frames.endMark !== '') subscriber.next(messageOf(frames.endMark));
  } catch (error) {
    const told = signal.aborted ? signal.reason : error;
    subscriber.next(messageOf(frames.error(errorToHttp(told).body.error, last)));
  }
  subscriber.complete();
}

function written(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed || response.writableFinished) return resolve();
    const timer = setTimeout(resolve, WRITTEN_WITHIN_MS);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** A frame as Nest wants to be given it, to frame it itself. */
function messageOf(frame: string | Uint8Array): MessageEvent {
  const [, type, data = ''] = /^(?:event: (.*)\n)?data: (.*)\n\n$/.exec(String(frame)) ?? [];
  return type === undefined ? { data } : { type, data };
}
