import { ApiError, type Client } from '@colloquy/core';

type Fields = Record<string, unknown>;

/** What a model has refused before, so that it is not asked again. */
export interface Learned {
  /** Whether it takes `stream_options`. */
  streamOptions: boolean;
  /** What it calls the bound on the answer. */
  maxTokensName: 'max_tokens' | 'max_completion_tokens' | undefined;
  /** How many of the ways to ask for a structured answer it has refused. */
  refusedStructures: number;
}

const FRESH: Learned = { streamOptions: true, maxTokensName: undefined, refusedStructures: 0 };

/** What is known of a model that was never asked. */
export const NOTHING_LEARNED: Readonly<Learned> = Object.freeze({ ...FRESH });

const BY_CLIENT = new WeakMap<Client, Map<string, Learned>>();

/** What is known of a model behind a client. */
export function learnedOf(client: Client, model: string): Learned {
  const models = BY_CLIENT.get(client) ?? new Map<string, Learned>();
  BY_CLIENT.set(client, models);
  const known = models.get(model) ?? { ...FRESH };
  models.set(model, known);
  return known;
}

/** A parameter is refused as such, and not for its value. */
const REFUSED =
  /unsupported|not support|unrecogni[sz]ed|unknown|unexpected|extra(?:_| inputs?)|forbidden|not (?:allowed|permitted)|invalid_parameter/i;

/**
 * Learns from a refusal; `true` where the request is worth saying in another way.
 *
 * Only a service that says it does not know a parameter teaches something: one that finds a value too large does not.
 */
export function learn(learned: Learned, error: unknown, body: Fields): boolean {
  const { said, refused } = refusalOf(error);
  if (said === '') return false;
  if (body['stream_options'] !== undefined && said.includes('stream_options')) {
    learned.streamOptions = false;
    return true;
  }
  if (!refused || learned.maxTokensName !== undefined) return false;
  const sent = body['max_tokens'] !== undefined ? 'max_tokens' : 'max_completion_tokens';
  if (body[sent] === undefined || !said.includes(sent)) return false;
  learned.maxTokensName = sent === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  return true;
}

/** The words of a refusal, in one text; empty for any other failure. */
export function refusalOf(error: unknown): { said: string; refused: boolean } {
  if (!ApiError.isInstance(error) || (error.status !== 400 && error.status !== 422))
    return { said: '', refused: false };
  const said = [error.param, error.apiCode, error.message, JSON.stringify(error.body ?? null)].join(' ');
  return { said, refused: REFUSED.test(said) };
}
