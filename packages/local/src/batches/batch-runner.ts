import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JsonObject } from '../body/json-object.ts';
import { FileCabinet } from '../files/file-cabinet.ts';
import type { Log } from '../log.ts';
import { newId } from '../new-id.ts';
import type { Store } from '../store/store.ts';
import { type BatchLine, readBatchLines } from './batch-lines.ts';
import { BATCH, type BatchObject } from './batch-record.ts';

/** Makes one request of a batch, as its project would have made it. */
export type Perform = (
  project: string,
  path: string,
  body: JsonObject,
) => Promise<{ status: number; requestId: string; body: unknown }>;

/** What running batches need. */
export interface BatchTools {
  readonly store: Store;
  readonly clock: () => number;
  readonly log: Log;
  readonly perform: Perform;
}

/** Thirty days, as OpenAI keeps the output of batches. */
const OUTPUT_LIFETIME_S = 30 * 24 * 60 * 60;

/** Runs batches one after another; one that a stopped process left unfinished begins anew. */
export class BatchRunner {
  readonly #tools: BatchTools;
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(tools: BatchTools) {
    this.#tools = tools;
  }

  resumeAll(): void {
    for (const { scope, value } of this.#tools.store.records.everywhere<BatchObject>(BATCH)) {
      if (['validating', 'in_progress', 'finalizing', 'cancelling'].includes(value.status)) this.start(scope, value.id);
    }
  }

  start(project: string, id: string): void {
    this.#queue = this.#queue
      .then(() => this.#run(project, id))
      .catch((error: unknown) => this.#failed(project, id, error));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
  }

  async #run(project: string, id: string): Promise<void> {
    await nextTurn();
    if (this.#closed) return;
    const batch = this.#read(project, id);
    if (!batch || batch.status === 'cancelled') return;
    const cabinet = new FileCabinet(this.#tools.store, project, this.#now());
    const input = cabinet.find(batch.input_file_id);
    const { lines, errors } = input
      ? await readBatchLines(cabinet.read(input), batch.endpoint)
      : {
          lines: [],
          errors: [
            { code: 'file_not_found', message: 'The input file does not exist any more.', param: null, line: null },
          ],
        };
    if (errors.length > 0) {
      this.#change(project, id, { status: 'failed', failed_at: this.#now(), errors: { object: 'list', data: errors } });
      return;
    }
    if (this.#read(project, id)?.status === 'validating') {
      const request_counts = { total: lines.length, completed: 0, failed: 0 };
      this.#change(project, id, { status: 'in_progress', in_progress_at: this.#now(), request_counts });
    }
    await this.#perform(project, id, batch, lines);
  }

  async #perform(project: string, id: string, batch: BatchObject, lines: readonly BatchLine[]): Promise<void> {
    const good: string[] = [];
    const bad: string[] = [];
    for (const { customId, body } of lines) {
      if (this.#closed) return;
      if (this.#read(project, id)?.status === 'cancelling') break;
      const answer = await this.#tools.perform(project, batch.endpoint.replace('/v1', ''), {
        ...body,
        stream: undefined,
      });
      const response = { status_code: answer.status, request_id: answer.requestId, body: answer.body };
      const line = JSON.stringify({ id: newId('batch_req_'), custom_id: customId, response, error: null });
      (answer.status < 400 ? good : bad).push(line);
      const request_counts = { total: lines.length, completed: good.length, failed: bad.length };
      this.#change(project, id, { request_counts });
    }
    await this.#finish(project, id, good, bad);
  }

  async #finish(project: string, id: string, good: readonly string[], bad: readonly string[]): Promise<void> {
    const { store } = this.#tools;
    const cancelled = this.#read(project, id)?.status === 'cancelling';
    if (!cancelled) this.#change(project, id, { status: 'finalizing', finalizing_at: this.#now() });
    const contents = [good, bad].map((lines) => (lines.length > 0 ? Buffer.from(`${lines.join('\n')}\n`) : undefined));
    const staged = [];
    for (const content of contents) if (content) staged.push(await store.blobs.stage([content]));
    await store.keepAll(staged, (keys) => {
      const cabinet = new FileCabinet(store, project, this.#now());
      let next = 0;
      const [output, errors] = contents.map((content, at) => {
        if (!content) return null;
        const filename = `${id}_${at === 0 ? 'output' : 'error'}.jsonl`;
        const createdAt = this.#now();
        const facts = { filename, purpose: 'batch_output', createdAt, expiresAt: createdAt + OUTPUT_LIFETIME_S };
        return cabinet.record(keys[next++] as string, { ...facts, bytes: content.length }).id;
      });
      const end: Partial<BatchObject> = cancelled
        ? { status: 'cancelled', cancelled_at: this.#now() }
        : { status: 'completed', completed_at: this.#now() };
      this.#change(project, id, { ...end, output_file_id: output ?? null, error_file_id: errors ?? null });
    });
  }

  #failed(project: string, id: string, error: unknown): void {
    this.#tools.log({ event: 'failure', message: `batch ${id}: ${String((error as Error)?.stack ?? error)}` });
    if (this.#closed) return;
    const data = [
      { code: 'server_error', message: 'The batch could not be run; the log says why.', param: null, line: null },
    ];
    this.#change(project, id, { status: 'failed', failed_at: this.#now(), errors: { object: 'list', data } });
  }

  #read(project: string, id: string): BatchObject | undefined {
    return this.#tools.store.records.get<BatchObject>(BATCH, project, id);
  }

  #change(project: string, id: string, changes: Partial<BatchObject>): void {
    const batch = this.#read(project, id);
    if (batch) this.#tools.store.records.put(BATCH, project, id, { ...batch, ...changes });
  }

  #now(): number {
    return Math.floor(this.#tools.clock() / 1000);
  }
}
