import { ColloquyError } from '../errors/index.ts';

/**
 * An id as one segment of a path, percent-encoded.
 *
 * Throws `invalid_request`, naming the parameter, for an id that is empty, `.` or `..`, which would name another path.
 */
export function pathSegment(id: string, param: string): string {
  if (typeof id !== 'string' || id === '' || id === '.' || id === '..') {
    throw new ColloquyError(
      'invalid_request',
      `\`${param}\` must be an id, and not ${JSON.stringify(id) ?? 'missing'}`,
      {
        param,
      },
    );
  }
  return encodeURIComponent(id);
}
