import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { invalid, missing } from '../refusal/refusals.ts';
import { checkShape } from '../validation/check-shape.ts';
import { optional, type Shape } from '../validation/shape.ts';

const SHAPE: Shape = {
  model: { type: 'string', required: true, min: 1 },
  input: { type: ['string', 'array'], required: true, min: 1, max: Number.POSITIVE_INFINITY },
  encoding_format: { type: ['string', 'null'], values: ['float', 'base64'] },
  dimensions: { type: ['integer', 'null'], min: 1, max: 3072 },
  user: optional.string,
};

/** What the models give where the caller names no number of dimensions. */
const DIMENSIONS: Readonly<Record<string, number>> = { 'text-embedding-3-large': 3072 };
const MAX_INPUTS = 2048;

/** `POST /embeddings`: vectors as numbers, or as base64 of little-endian 32-bit floats. */
export async function createEmbedding(call: Call): Promise<Answer> {
  const body = await call.json();
  const { engine, models } = call.services;
  if (body['input'] === undefined) throw missing('input');
  checkShape(body, SHAPE, call.dialect.unknownParameters === 'ignore' ? 'ignore' : 'named');
  const texts = inputTexts(body['input']);
  const { id } = await models.resolve(call.project, body['model'] as string, 'embedding');
  let tokens = 0;
  for (const text of texts) tokens += await engine.countTokens(text);
  const admission = await call.admit(tokens);
  try {
    const vectors = await engine.embed(
      texts,
      (body['dimensions'] as number | null | undefined) ?? engine.dimensions ?? DIMENSIONS[id] ?? 1536,
    );
    const encode = body['encoding_format'] === 'base64' ? base64 : (vector: Float32Array) => [...vector];
    const data = vectors.map((vector, index) => ({ object: 'embedding', index, embedding: encode(vector) }));
    return { json: { object: 'list', data, model: id, usage: { prompt_tokens: tokens, total_tokens: tokens } } };
  } finally {
    await admission.settle(tokens);
  }
}

function base64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes.toString('base64');
}

/** A text, several, or token ids: tokens are embedded by their numbers, as the engine has no need of their text. */
function inputTexts(input: unknown): string[] {
  const inputs = typeof input === 'string' ? [input] : (input as unknown[]);
  const list = inputs.every(Number.isInteger) ? [inputs] : inputs;
  if (list.length > MAX_INPUTS) {
    const message = `Invalid 'input': array too long. Expected at most ${MAX_INPUTS} inputs, but got ${list.length} instead.`;
    throw invalid('input', message, 'array_above_max_length');
  }
  return list.map((entry, at) => {
    if (typeof entry === 'string' && entry !== '') return entry;
    if (Array.isArray(entry) && entry.length > 0 && entry.every(Number.isInteger)) return entry.join(' ');
    throw invalid('input', `'$.input[${at}]' is invalid: expected a text or token ids that are not empty.`, null);
  });
}
