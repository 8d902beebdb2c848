import { newId } from '../new-id.ts';
import type { Store } from '../store/store.ts';
import { JOB, JOB_EVENT, type JobObject, jobScope, type StoredJob } from './job-record.ts';

/** One event of a job, as it is shown. */
export interface JobEvent {
  readonly object: 'fine_tuning.job.event';
  readonly id: string;
  readonly created_at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly type: 'message' | 'metrics';
  readonly data: Readonly<Record<string, unknown>>;
}

/** The rows of one job: read and changed in one place, so that a state and its event are never apart. */
export class JobBook {
  readonly #store: Store;
  readonly #clock: () => number;
  readonly project: string;
  readonly id: string;

  constructor(store: Store, clock: () => number, project: string, id: string) {
    this.#store = store;
    this.#clock = clock;
    this.project = project;
    this.id = id;
  }

  read(): StoredJob | undefined {
    return this.#store.records.get<StoredJob>(JOB, this.project, this.id);
  }

  /** Changes the job and tells events, all in one transaction. */
  change(changes: Partial<JobObject>, tell: readonly string[] = [], rest: Partial<StoredJob> = {}): JobObject {
    return this.#store.records.transaction(() => {
      const stored = this.read() as StoredJob;
      const job = { ...stored.job, ...changes };
      this.#store.records.put(JOB, this.project, this.id, { ...stored, ...rest, job });
      for (const message of tell) this.tell({ message });
      return job;
    });
  }

  tell(event: Partial<JobEvent> & { message: string }): void {
    const whole: JobEvent = {
      object: 'fine_tuning.job.event',
      id: newId('ftevent-'),
      created_at: this.now(),
      level: event.level ?? 'info',
      message: event.message,
      type: event.type ?? 'message',
      data: event.data ?? {},
    };
    this.#store.records.put(JOB_EVENT, jobScope(this.project, this.id), whole.id, whole);
  }

  events(): JobEvent[] {
    return this.#store.records.list<JobEvent>(JOB_EVENT, jobScope(this.project, this.id)).items;
  }

  /** Seconds since 1970. */
  now(): number {
    return Math.floor(this.#clock() / 1000);
  }
}
