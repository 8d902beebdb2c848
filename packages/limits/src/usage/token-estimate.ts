import { ColloquyError } from '@colloquy/core';

/** What the answer is taken to need where a request names no bound, in tokens. */
export const DEFAULT_MAX_OUTPUT_TOKENS = 1_024;

/** The shortest answer worth asking for where a request names no bound, in tokens; OpenAI takes no smaller bound. */
const MIN_OUTPUT_TOKENS = 16;

/** What an image or a file inside a request is taken to cost, in tokens; its base64 text says nothing about that. */
const ATTACHMENT_TOKENS = 1_000;

/** Fields that bound the answer; the smallest one counts. */
const BOUNDS = ['max_completion_tokens', 'max_tokens', 'max_output_tokens'] as const;

/** What a request may cost, in tokens. */
export interface TokenEstimate {
  readonly prompt: number;
  /** The most that may be generated, all `n` answers together. */
  readonly output: number;
  readonly total: number;
  /** The fewest tokens worth reserving: all of them where the request itself bounds the answer. */
  readonly least: number;
}

const NOTHING: TokenEstimate = { prompt: 0, output: 0, total: 0, least: 0 };

/**
 * Estimates what a request body may cost: a token for every four UTF-8 bytes of its text, rounded up, and the most that
 * may be generated.
 *
 * Throws `invalid_request` naming `max_tokens`, `max_completion_tokens`, `max_output_tokens` or `n` where it is not a
 * positive whole number. A body that asks for nothing to be generated costs its text alone.
 */
export function estimateTokens(
  body: unknown,
  generates: boolean,
  defaultOutput = DEFAULT_MAX_OUTPUT_TOKENS,
): TokenEstimate {
  if (typeof body !== 'object' || body === null) return NOTHING;
  const fields = body as Record<string, unknown>;
  const prompt = promptTokens(fields);
  if (!generates) return { prompt, output: 0, total: prompt, least: prompt };
  const answers = positive(fields, 'n') ?? 1;
  const given = BOUNDS.map((name) => positive(fields, name)).filter((bound) => bound !== undefined);
  const output = answers * (given.length > 0 ? Math.min(...given) : defaultOutput);
  if (!Number.isSafeInteger(prompt + output)) throw notPositive(BOUNDS.find((name) => fields[name] != null) ?? 'n');
  const total = prompt + output;
  return { prompt, output, total, least: given.length > 0 ? total : Math.min(total, prompt + MIN_OUTPUT_TOKENS) };
}

const TEXT_FIELDS = [
  'messages',
  'input',
  'prompt',
  'instructions',
  'tools',
  'functions',
  'response_format',
  'text',
] as const;

function promptTokens(fields: Record<string, unknown>): number {
  let size: Size = { bytes: 0, attachments: 0 };
  for (const name of TEXT_FIELDS) if (fields[name] != null) size = measure(fields[name], size);
  return Math.ceil(size.bytes / 4) + size.attachments * ATTACHMENT_TOKENS;
}

/** Estimates the tokens of all text in a value: one for every four bytes of UTF-8, rounded up. */
export function textTokens(value: unknown): number {
  const { bytes, attachments } = measure(value, { bytes: 0, attachments: 0 });
  return Math.ceil(bytes / 4) + attachments * ATTACHMENT_TOKENS;
}

interface Size {
  bytes: number;
  attachments: number;
}

/** Adds up text without recursion: a request may be nested deeper than the stack. */
function measure(root: unknown, size: Size): Size {
  const rest: unknown[] = [root];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === 'string') {
      if (value.length > 64 && value.startsWith('data:')) size.attachments += 1;
      else size.bytes += Buffer.byteLength(value);
    } else if (typeof value === 'number' || typeof value === 'boolean') {
      // Embeddings take lists of token ids: a number is a token.
      size.bytes += 4;
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) rest.push(item);
    }
  }
  return size;
}

function positive(fields: Record<string, unknown>, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw notPositive(name);
  return value as number;
}

function notPositive(name: string): ColloquyError {
  return new ColloquyError('invalid_request', `'${name}' has to be a positive whole number.`, { param: name });
}
