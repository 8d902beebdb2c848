import type { DatasetFault } from '@colloquy/core';

interface ToolError {
  readonly code: string;
  readonly message: string;
  readonly param?: string;
  readonly lines?: readonly DatasetFault[];
}

/** A tool answers an agent, which reads words; over HTTP its failures have a status as well. */
const STATUSES: Readonly<Record<string, number>> = {
  invalid_request: 400,
  unsupported: 404,
  not_found: 404,
  too_large: 413,
  rate_limit: 429,
  quota: 429,
};

/** What a tool of the toolkit answered, as an HTTP answer in OpenAI's shape. */
export function toolResult(json: string): { readonly status: number; readonly body: object } {
  const answer = JSON.parse(json) as { error?: ToolError };
  if (answer.error === undefined) return { status: 200, body: answer };
  const { code, message, param = null, lines } = answer.error;
  const status = STATUSES[code] ?? 502;
  const type = status < 500 ? 'invalid_request_error' : 'server_error';
  const dataset = lines === undefined ? {} : { code: 'invalid_training_file', errors: lines };
  return { status, body: { error: { message, type, param, code, ...dataset } } };
}
