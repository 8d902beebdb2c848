import { ColloquyError } from '@colloquy/core';
import { CLIENT_LEFT, clientLeft, goingDown, sendJson } from '@colloquy/gateway';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  Logger,
  type NestInterceptor,
  Optional,
} from '@nestjs/common';
import { from, type Observable } from 'rxjs';
import { AnswersInFlight } from '../lifecycle/answers-in-flight.ts';
import { rawResponseOf, takeResponse } from '../request/raw-exchange.ts';
import { inScope } from '../request/request-scope.ts';
import { Interruption } from './interruption.ts';
import { observableItems } from './observable-items.ts';
import { type ItemBatches, oneByOne, returnedAnswer, unfolded } from './returned-answer.ts';
import { sendEvents } from './send-events.ts';
import { type ColloquyStreamOptions, STREAM_OPTIONS } from './stream-options.ts';

/** Sends what a handler returns as server-sent events; `ColloquyStream` puts it in place. */
@Injectable()
export class ColloquyStreamInterceptor implements NestInterceptor {
  readonly #inFlight: AnswersInFlight;
  readonly #logger = new Logger('Colloquy');

  constructor(@Optional() @Inject(AnswersInFlight) inFlight: AnswersInFlight = new AnswersInFlight()) {
    this.#inFlight = inFlight;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<void> {
    if (this.#inFlight.isClosing) throw goingDown();
    return from(
      this.#inFlight.run((closing) => this.#answer(context, next, clientLeft(rawResponseOf(context), closing))),
    );
  }

  async #answer(context: ExecutionContext, next: CallHandler, ends: AbortSignal): Promise<void> {
    const interruption = new Interruption();
    const onEnd = () => interruption.interrupt(ends.reason);
    if (ends.aborted) onEnd();
    else ends.addEventListener('abort', onEnd, { once: true });
    try {
      // Generators and Observables do their work while they are read, so reading is within the scope too.
      const told = await inScope({ signal: ends }, () => send(context, next.handle(), interruption));
      if (told !== undefined && ends.reason !== CLIENT_LEFT) this.#report(told);
    } catch (error) {
      if (ends.reason !== CLIENT_LEFT) throw ends.aborted ? ends.reason : error;
      // Nobody is left to answer, and an exception filter would try; the platform must not answer by itself either.
      takeResponse(context);
    } finally {
      ends.removeEventListener('abort', onEnd);
    }
  }

  #report(error: unknown): void {
    if (ColloquyError.isInstance(error)) this.#logger.warn(`a stream ended with ${error.code}: ${error.message}`);
    else this.#logger.error(error);
  }
}

/** Sends what the handler gave; resolves with the error that the reader was told of in the stream. */
async function send(
  context: ExecutionContext,
  values: Observable<unknown>,
  interruption: Interruption,
): Promise<unknown> {
  const options: ColloquyStreamOptions = Reflect.getMetadata(STREAM_OPTIONS, context.getHandler()) ?? {};
  const returned = observableItems(values)[Symbol.asyncIterator]();
  const open = () => takeResponse(context);
  const sendAll = (batches: ItemBatches, flushHeaders: ColloquyStreamOptions['flushHeaders']) =>
    sendEvents(batches, { ...options, flushHeaders, open, interruption });
  try {
    if (options.flushHeaders === 'immediate') return await sendAll(unfolded(returned), 'immediate');
    const first = await interruption.wait(returned.next());
    if (first.done) return await sendAll(oneByOne(returned), 'first-chunk');
    const answer = returnedAnswer(first.value, returned);
    if (answer.kind === 'items') {
      const byKind = answer.begun ? 'immediate' : 'first-chunk';
      return await sendAll(answer.batches, options.flushHeaders ?? byKind);
    }
    sendJson(open(), 200, answer.json);
    return undefined;
  } finally {
    void returned.return?.();
  }
}
