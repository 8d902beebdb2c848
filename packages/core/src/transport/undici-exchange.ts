import type { Dispatcher } from 'undici';
import { ByteQueue, type ByteSource } from './byte-queue.ts';
import type { Deadline } from './deadline.ts';
import type { HttpReply } from './http-transport.ts';

const LEFT = new Error('nobody reads the answer any more');

/**
 * One request through undici, answered as soon as the headers are there.
 *
 * It is undici's own interface below `request`, which makes a Node stream of every answer and an async resource of every
 * request; together these cost more than everything else here.
 */
export function undiciExchange(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  deadline: Deadline,
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(options, new Exchange(deadline, resolve, reject));
  });
}

class Exchange implements Dispatcher.DispatchHandler, ByteSource {
  readonly #resolve: (reply: HttpReply) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #body: ByteQueue | undefined;
  #reason: Error | undefined;

  constructor(deadline: Deadline, resolve: (reply: HttpReply) => void, reject: (error: unknown) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
    deadline.onEnd((error) => this.#end(error));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#reason !== undefined) controller.abort(this.#reason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#body = new ByteQueue(this);
    this.#resolve({ status, headers: joined(headers), body: this.#body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, bytes: Uint8Array): void {
    this.#body?.push(bytes);
  }

  onResponseEnd(): void {
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#body === undefined) this.#reject(error);
    else this.#body.end(error);
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  leave(): void {
    this.#controller?.abort(LEFT);
  }

  /** While it connects undici does not look, so whoever waits is told here. */
  #end(reason: Error): void {
    this.#reason = reason;
    this.#reject(reason);
    this.#controller?.abort(reason);
  }
}

/** Header values joined as HTTP joins them; undici made the object for us alone. */
function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = value.join(', ');
  }
  return headers as Record<string, string>;
}
