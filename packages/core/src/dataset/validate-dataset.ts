import { ColloquyError } from '../errors/index.ts';
import { DatasetChecker, type DatasetCheckerOptions } from './dataset-checker.ts';
import type { DatasetReport } from './dataset-report.ts';
import { bytesOf, type DatasetSource } from './dataset-source.ts';

/**
 * Checks a fine-tuning file line by line, in constant memory.
 *
 * Lines count from 1; at most 20 problems are listed and all are counted. Rejects with `configuration`, naming the
 * path, where a file cannot be read; what is wrong inside the file is in the report, never thrown.
 */
export async function validateDataset(
  source: DatasetSource,
  options: DatasetCheckerOptions = {},
): Promise<DatasetReport> {
  if (options.method !== undefined && options.method !== 'supervised' && options.method !== 'dpo') {
    throw new ColloquyError('configuration', '`method` must be supervised or dpo', { param: 'method' });
  }
  const checker = new DatasetChecker(options);
  for await (const bytes of bytesOf(source)) {
    if (!(bytes instanceof Uint8Array)) {
      throw new ColloquyError('configuration', '`source` must yield Uint8Array; encode texts as UTF-8 first', {
        param: 'source',
      });
    }
    checker.push(bytes);
  }
  return checker.end();
}
