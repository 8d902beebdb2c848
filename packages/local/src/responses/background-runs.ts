import type { Call } from '../exchange/call.ts';
import type { Store } from '../store/store.ts';
import type { ResponseEvent } from './response-writer.ts';
import { type ResponseJob, runResponse } from './run-response.ts';
import { RESPONSE, type ResponseObject, type StoredResponse } from './stored-responses.ts';

interface Run {
  readonly events: ResponseEvent[];
  readonly controller: AbortController;
  ended: boolean;
  /** Resolved, and made anew, whenever something happened. */
  changed: PromiseWithResolvers<void>;
}

/** Ended runs whose events can still be followed. */
const REMEMBERED = 100;

/** Responses made in the background: they go on without their caller, and can be followed from any event. */
export class BackgroundRuns {
  readonly #runs = new Map<string, Run>();
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Marks what a stopped process left unfinished as failed: its words are gone. */
  failAbandoned(): void {
    for (const { scope, id, value } of this.#store.records.everywhere<StoredResponse>(RESPONSE)) {
      const { status } = value.response;
      if (status !== 'queued' && status !== 'in_progress') continue;
      const error = { code: 'server_error', message: 'The server was stopped while the response was made.' };
      this.#store.records.put(RESPONSE, scope, id, {
        ...value,
        response: { ...value.response, status: 'failed', error },
      });
    }
  }

  start(job: ResponseJob, keep: (response: ResponseObject) => void): void {
    const controller = new AbortController();
    const run: Run = { events: [], controller, ended: false, changed: Promise.withResolvers() };
    if (this.#runs.size >= REMEMBERED) this.#forgetOldest();
    this.#runs.set(job.response.id, run);
    // The caller may leave; only a cancellation stops the run.
    const call: Call = { ...job.call, signal: controller.signal };
    const finished = (response: ResponseObject) => {
      if (!controller.signal.aborted) job.finished(response);
    };
    void this.#run({ ...job, call, finished }, run, keep);
  }

  async #run(job: ResponseJob, run: Run, keep: (response: ResponseObject) => void): Promise<void> {
    try {
      for await (const batch of runResponse(job)) {
        if (run.controller.signal.aborted) break;
        run.events.push(...batch);
        wake(run);
      }
    } catch (error) {
      job.call.services.log({ event: 'failure', message: String((error as Error)?.stack ?? error) });
      const failure = { code: 'server_error', message: 'The response could not be made.' };
      keep({ ...job.response, status: 'failed', error: failure });
    }
    run.ended = true;
    wake(run);
  }

  /** Stops a run; the response has been marked already. */
  cancel(id: string): void {
    this.#runs.get(id)?.controller.abort();
  }

  knows(id: string): boolean {
    return this.#runs.has(id);
  }

  /** The events after a sequence number, those to come included. */
  async *follow(id: string, after: number): AsyncGenerator<readonly ResponseEvent[]> {
    const run = this.#runs.get(id);
    if (!run) return;
    for (let at = after + 1; ; ) {
      const changed = run.changed.promise;
      const news = run.events.slice(at);
      at += news.length;
      if (news.length > 0) yield news;
      else if (run.ended) return;
      else await changed;
    }
  }

  async close(): Promise<void> {
    for (const { controller } of this.#runs.values()) controller.abort();
  }

  #forgetOldest(): void {
    for (const [id, { ended }] of this.#runs) {
      if (!ended) continue;
      this.#runs.delete(id);
      return;
    }
  }
}

function wake(run: Run): void {
  run.changed.resolve();
  run.changed = Promise.withResolvers();
}
