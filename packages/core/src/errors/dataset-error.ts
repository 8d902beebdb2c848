import { brand, hasBrand } from './brand.ts';
import { ColloquyError } from './colloquy-error.ts';

/** One problem of a fine-tuning file; `line` counts from 1, and is `null` for a problem of the whole file. */
export interface DatasetFault {
  readonly line: number | null;
  readonly code: string;
  readonly message: string;
}

/** A fine-tuning file that cannot be trained on; `errors` lists at most 20 problems, `errorCount` counts all. */
export class DatasetError extends ColloquyError {
  readonly errors: readonly DatasetFault[];
  readonly errorCount: number;

  constructor(errors: readonly DatasetFault[], errorCount: number) {
    const listed = errors.slice(0, 3).map(({ message }) => message);
    const more = errorCount > listed.length ? `; and ${errorCount - listed.length} more` : '';
    super('invalid_request', `the dataset cannot be used: ${listed.join('; ')}${more}`, { param: 'file' });
    this.errors = errors;
    this.errorCount = errorCount;
    this.name = 'DatasetError';
    brand(this, 'DatasetError');
  }

  static override isInstance(value: unknown): value is DatasetError {
    return hasBrand(value, 'DatasetError');
  }
}
