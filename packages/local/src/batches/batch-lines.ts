import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import type { BatchError } from './batch-record.ts';

/** One request of a batch. */
export interface BatchLine {
  readonly customId: string;
  readonly body: JsonObject;
}

const MAX_REQUESTS = 50_000;
const LISTED = 20;

/** The requests of an input file, and what is wrong with its lines, counted from 1. */
export async function readBatchLines(
  bytes: AsyncIterable<Uint8Array>,
  endpoint: string,
): Promise<{ lines: BatchLine[]; errors: BatchError[] }> {
  const lines: BatchLine[] = [];
  const errors: BatchError[] = [];
  const seen = new Set<string>();
  const models = new Set<unknown>();
  let number = 0;
  for await (const text of createInterface({ input: Readable.from(bytes), crlfDelay: 1_000 })) {
    number += 1;
    if (text.trim() === '') continue;
    const read = readLine(text, endpoint, seen);
    if ('message' in read) errors.push({ ...read, line: number });
    else {
      lines.push(read);
      models.add(read.body['model']);
    }
    if (errors.length >= LISTED) break;
  }
  const whole = (code: string, message: string): BatchError => ({ code, message, param: null, line: null });
  if (number === 0 || (lines.length === 0 && errors.length === 0))
    errors.push(whole('empty_file', 'The file has no requests.'));
  if (lines.length > MAX_REQUESTS) {
    errors.push(whole('too_many_tasks', `The file has more than ${MAX_REQUESTS} requests.`));
  }
  if (models.size > 1) errors.push(whole('mismatched_model', 'All requests of a batch have to name the same model.'));
  return { lines, errors };
}

type LineProblem = Omit<BatchError, 'line'>;

function readLine(text: string, endpoint: string, seen: Set<string>): BatchLine | LineProblem {
  const problem = (code: string, message: string, param: string | null): LineProblem => ({ code, message, param });
  let line: unknown;
  try {
    line = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return problem('invalid_json_line', 'This line is not parseable as valid JSON.', null);
  }
  if (!isJsonObject(line)) return problem('invalid_json_line', 'This line is not a JSON object.', null);
  const { custom_id, method, url, body } = line;
  if (typeof custom_id !== 'string' || custom_id === '') {
    return problem('missing_required_parameter', "Missing required parameter: 'custom_id'.", 'custom_id');
  }
  if (seen.has(custom_id)) {
    return problem('duplicate_custom_id', `The custom_id '${custom_id.slice(0, 64)}' is used before.`, 'custom_id');
  }
  seen.add(custom_id);
  if (method !== 'POST') return problem('invalid_method', "The method has to be 'POST'.", 'method');
  if (url !== endpoint) return problem('mismatched_url', `The url has to be '${endpoint}', as the batch says.`, 'url');
  if (!isJsonObject(body)) return problem('missing_required_parameter', "Missing required parameter: 'body'.", 'body');
  return { customId: custom_id, body };
}
