import { DatasetChecker } from '@colloquy/core/dataset';
import { ServiceError } from '../service/service-error.ts';

const PIECE_BYTES = 256 * 1024;

/**
 * Checks a training file before it is sent, by the rules that the server applies again while it arrives.
 *
 * Rejects with a `ServiceError` that lists what is wrong, line by line.
 */
export async function checkFile(file: File): Promise<void> {
  const checker = new DatasetChecker();
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    checker.push(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
  }
  const { valid, errors, errorCount } = checker.end();
  if (valid) return;
  const code = 'invalid_dataset';
  throw new ServiceError(`The file has ${errorCount} mistakes.`, 400, { code, errors, error_count: errorCount });
}
