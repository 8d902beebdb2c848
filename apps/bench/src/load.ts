import { Agent, type Dispatcher } from 'undici';
import { ASK, inParallel, median } from './bench.ts';
import { EVENTS_A_STREAM, type Load, type Served } from './server-bench.ts';

const LOADS: Readonly<Record<Load, { model: string; stream: boolean; concurrency: number; unitsACall: number }>> = {
  json: { model: 'm', stream: false, concurrency: 32, unitsACall: 1 },
  stream: { model: `burst-${EVENTS_A_STREAM}`, stream: true, concurrency: 4, unitsACall: EVENTS_A_STREAM },
  bulk: { model: `text-${EVENTS_A_STREAM}`, stream: true, concurrency: 4, unitsACall: EVENTS_A_STREAM },
  'first-token': { model: 'text-3', stream: true, concurrency: 1, unitsACall: 1 },
  open: { model: 'hold', stream: true, concurrency: 50, unitsACall: 1 },
};

/** Whoever calls a server under test. */
export class Caller {
  readonly #agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  readonly #request: Dispatcher.RequestOptions & { origin: string };
  readonly #load: Load;
  /** What is open stays open until this caller hangs up. */
  readonly #held: AsyncIterator<Buffer>[] = [];

  constructor(served: Served, load: Load) {
    const { pathname, origin } = new URL(served.url);
    const { model, stream } = LOADS[load];
    this.#load = load;
    this.#request = {
      origin,
      path: `${pathname === '/' ? '' : pathname}/chat/completions`,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...served.headers },
      body: JSON.stringify({ model: served.model ?? model, messages: ASK, ...(stream ? { stream: true } : {}) }),
    };
  }

  /** Calls and reads every answer to its end, until the time is over; says how many units that were. */
  async sendFor(ms: number): Promise<{ done: number; wait?: number }> {
    const { concurrency, unitsACall, stream } = LOADS[this.#load];
    const until = performance.now() + ms;
    const waits: number[] = [];
    const one = async () => {
      while (performance.now() < until) {
        const start = performance.now();
        const reader = await this.#call();
        let { value: bytes, done } = await reader.next();
        waits.push((performance.now() - start) * 1000);
        let end = '';
        for (; !done; { value: bytes, done } = await reader.next())
          end = (end + bytes.subarray(-32).toString('latin1')).slice(-32);
        if (!end.includes(stream ? '[DONE]' : '}')) throw new Error(`${this.#request.origin} sends half an answer`);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, one));
    return { done: waits.length * unitsACall, ...(concurrency === 1 && { wait: median(waits) }) };
  }

  /** Opens that many streams more. */
  async open(streams: number): Promise<void> {
    await inParallel(streams, LOADS[this.#load].concurrency, async () => {
      const reader = await this.#call();
      const { done } = await reader.next();
      if (done) throw new Error('a stream ended that was to stay open');
      this.#held.push(reader);
    });
  }

  async hangUp(): Promise<void> {
    await this.#agent.destroy();
    // What each reader now says is of no interest.
    await Promise.allSettled(this.#held.map((reader) => reader.next()));
  }

  async #call(): Promise<AsyncIterator<Buffer>> {
    const { statusCode, body } = await this.#agent.request(this.#request);
    if (statusCode !== 200) throw new Error(`${this.#request.origin} answers ${statusCode}: ${await body.text()}`);
    return (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }
}
