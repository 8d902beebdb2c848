import type { DatasetReport } from '@colloquy/core/dataset';
import type { JobObject } from './job-record.ts';

/** Why a job failed, as its `error` says it. */
export class JobFailure extends Error {
  readonly error: JobObject['error'];

  constructor(code: string, message: string, param: string | null) {
    super(message);
    this.name = 'JobFailure';
    this.error = { code, message, param };
  }
}

/** The failure of a file that cannot be trained on, with the lines at fault. */
export function datasetFailure(report: DatasetReport, param: 'training_file' | 'validation_file'): JobFailure {
  const noun = param === 'training_file' ? 'Training' : 'Validation';
  const [first] = report.errors;
  if (report.errorCount === 1 && first?.code === 'invalid_n_examples') {
    const message = `${noun} file has ${report.examples} example(s), but must have at least 10 examples`;
    return new JobFailure('invalid_n_examples', message, param);
  }
  const lines = report.errors.map(({ message }) => message).join('; ');
  const more =
    report.errorCount > report.errors.length ? ` (and ${report.errorCount - report.errors.length} more)` : '';
  return new JobFailure(
    `invalid_${param}`,
    `The ${noun.toLowerCase()} file has ${report.errorCount} problem(s): ${lines}${more}`,
    param,
  );
}
