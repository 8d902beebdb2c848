import type { ApiError } from '@colloquy/core';
import { refusal } from '../relay/refusal.ts';

/** The one answer for a missing, unknown, expired or revoked token, so that none can be told from the other. */
export function unauthorized(): ApiError {
  return refusal(401, 'Incorrect or missing API key. Send a valid one in the header `Authorization: Bearer …`.', {
    apiCode: 'invalid_api_key',
  });
}
