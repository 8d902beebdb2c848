import { ColloquyError } from '@colloquy/core';

const DAY_MS = 86_400_000;

/** The longest life of a token: a year of 365 days. */
export const MAX_TOKEN_LIFE_MS = 365 * DAY_MS;

/** The life of a token that names none. */
const DEFAULT_TOKEN_LIFE_MS = 90 * DAY_MS;

/** A date computed a moment ago as a year from then is still within the year. */
const TOLERANCE_MS = 60_000;

/** What a token is asked for with. */
export interface TokenRequest {
  /** The project it is bound to: 1 to 128 letters, digits, and `-_.:@/ `. */
  project: string;
  /** For people, to tell tokens apart; at most 200 characters. */
  label?: string | null;
  /** At most 365 days ahead. @default 90 days */
  expiresAt?: Date;
  /** @default 'opaque' */
  format?: 'opaque' | 'jwt';
  /** The models it may use, as globs. @default all */
  models?: readonly string[];
}

interface CheckedRequest {
  readonly project: string;
  readonly label: string | null;
  readonly expiresAt: number;
  readonly format: 'opaque' | 'jwt';
  readonly models: readonly string[] | null;
}

/** Whether a text can name a project: 1 to 128 letters, digits, and `-_.:@/ `. */
export function isProjectName(value: unknown): value is string {
  return typeof value === 'string' && /^[\p{L}\p{N}_.:@/ -]{1,128}$/u.test(value);
}

/** Reads a request for a token; throws `invalid_request` naming the field at fault. */
export function readTokenRequest(request: TokenRequest, now: number): CheckedRequest {
  const {
    project,
    label = null,
    expiresAt = new Date(now + DEFAULT_TOKEN_LIFE_MS),
    format = 'opaque',
    models,
  } = request ?? {};
  if (!isProjectName(project)) {
    throw bad('project', 'project has to be a name of 1 to 128 letters, digits, and "-_.:@/ ".');
  }
  if (label !== null && (typeof label !== 'string' || label.length > 200)) {
    throw bad('label', 'label has to be a text of at most 200 characters.');
  }
  if (format !== 'opaque' && format !== 'jwt') throw bad('format', "format has to be 'opaque' or 'jwt'.");
  if (!(expiresAt instanceof Date) || Number.isNaN(expiresAt.getTime())) {
    throw bad('expiresAt', 'expiresAt has to be a valid Date.');
  }
  if (expiresAt.getTime() <= now) throw bad('expiresAt', 'expiresAt has to be in the future.');
  if (expiresAt.getTime() > now + MAX_TOKEN_LIFE_MS + TOLERANCE_MS) {
    throw bad('expiresAt', 'expiresAt has to be within a year (365 days) from now.');
  }
  if (
    models !== undefined &&
    !(Array.isArray(models) && models.every((name) => typeof name === 'string' && name !== ''))
  ) {
    throw bad('models', 'models has to be a list of model names or globs.');
  }
  return { project, label, expiresAt: expiresAt.getTime(), format, models: models === undefined ? null : [...models] };
}

function bad(param: string, message: string): ColloquyError {
  return new ColloquyError('invalid_request', message, { param });
}
