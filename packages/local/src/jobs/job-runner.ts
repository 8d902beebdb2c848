import type { Engine } from '../engine/engine.ts';
import type { Log } from '../log.ts';
import type { ModelCatalog } from '../models/model-catalog.ts';
import type { Store } from '../store/store.ts';
import { JobBook } from './job-book.ts';
import { JobFailure } from './job-failure.ts';
import { JOB, type StoredJob, TERMINAL } from './job-record.ts';
import { trainJob } from './train-job.ts';
import { validateJob } from './validate-job.ts';

/** What running jobs need. */
export interface JobTools {
  readonly store: Store;
  readonly engine: Engine;
  readonly models: ModelCatalog;
  readonly log: Log;
  readonly clock: () => number;
  readonly resultFiles: 'base64' | 'plain';
}

/** Runs fine-tuning jobs one after another, from their files' validation to their end, and goes on after a restart. */
export class JobRunner {
  readonly #tools: JobTools;
  readonly #active = new Map<string, AbortController>();
  // Each job waits for the one before: two trainings at once would only make both slower.
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(tools: JobTools) {
    this.#tools = tools;
  }

  book(project: string, id: string): JobBook {
    return new JobBook(this.#tools.store, this.#tools.clock, project, id);
  }

  /** Takes up every job that a stopped process left unfinished. */
  resumeAll(): void {
    for (const { scope, id, value } of this.#tools.store.records.everywhere<StoredJob>(JOB)) {
      if (!TERMINAL.has(value.job.status) && value.job.status !== 'paused') this.start(scope, id);
    }
  }

  /** Lets a job run in its turn. */
  start(project: string, id: string): void {
    const controller = new AbortController();
    this.#active.set(id, controller);
    this.#queue = this.#queue.then(async () => {
      if (!this.#closed && !controller.signal.aborted) await this.#run(project, id, controller.signal);
      if (this.#active.get(id) === controller) this.#active.delete(id);
    });
  }

  /** Stops a job where it is; its status has been changed already. */
  stop(id: string): void {
    this.#active.get(id)?.abort();
  }

  /** Stops everything; what was not finished is taken up by the next process. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const controller of this.#active.values()) controller.abort();
    await this.#queue;
  }

  async #run(project: string, id: string, signal: AbortSignal): Promise<void> {
    const book = this.book(project, id);
    const { log } = this.#tools;
    try {
      if (await validateJob(this.#tools, book)) await trainJob(this.#tools, book, signal);
      const status = book.read()?.job.status ?? 'deleted';
      log({ event: 'job', message: `fine-tuning job ${id}: ${status}`, details: { status } });
    } catch (error) {
      // Stopped: paused and cancelled jobs say so already, and a closed server leaves the job as it is.
      if (signal.aborted) return;
      this.#fail(book, error);
    }
  }

  #fail(book: JobBook, error: unknown): void {
    const known = error instanceof JobFailure;
    const failure = known
      ? error.error
      : { code: 'server_error', message: 'The job could not be run; the log says why.', param: null };
    this.#tools.log({
      event: 'failure',
      message: `fine-tuning job ${book.id}: ${String((error as Error)?.stack ?? error)}`,
    });
    try {
      const stored = book.read();
      if (!stored || TERMINAL.has(stored.job.status)) return;
      this.#tools.store.records.transaction(() => {
        book.change({ status: 'failed', error: failure, finished_at: book.now(), estimated_finish: null });
        book.tell({ level: 'error', message: `The job failed: ${failure.message}` });
      });
    } catch (storeError) {
      // The store itself is what fails: the job stays as it is and is taken up at the next start.
      this.#tools.log({ event: 'failure', message: String(storeError) });
    }
  }
}
