/** A fine-tuning job, as far as this page reads it. */
export interface Job {
  readonly id: string;
  readonly status: string;
  readonly model: string;
  readonly created_at: number;
  readonly fine_tuned_model: string | null;
  readonly error?: { readonly message?: string | null } | null;
}

/** One event of a job. */
export interface JobEvent {
  readonly id: string;
  readonly created_at: number;
  readonly level: string;
  readonly message: string;
  readonly type?: string;
  readonly data?: unknown;
}

/** A point of the loss curve. */
export interface Metrics {
  readonly step: number;
  readonly total_steps?: number;
  readonly train_loss?: number;
  readonly valid_loss?: number;
}

const OVER: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

/** Whether a job has reached its end. */
export function isOver({ status }: Job): boolean {
  return OVER.has(status);
}

/** The metrics among a job's events, in the order of their steps. */
export function metricsOf(events: readonly JobEvent[]): Metrics[] {
  return events.filter(({ type }) => type === 'metrics').map(({ data }) => data as Metrics);
}
