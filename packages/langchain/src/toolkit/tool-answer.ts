import { ApiError, ColloquyError, DatasetError } from '@colloquy/core';

/**
 * What a tool answers, as JSON; a failure is an answer too, so that the agent can read it and do better.
 *
 * Only an aborted call rejects: nobody is there to read its answer.
 */
export async function toolAnswer(call: () => Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await call());
  } catch (error) {
    if (!ColloquyError.isInstance(error) || error.code === 'aborted') throw error;
    const { code, message, param, retryAfterMs } = error;
    return JSON.stringify({
      error: {
        code,
        message,
        ...(param ? { param } : {}),
        ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }),
        ...(ApiError.isInstance(error) && error.apiCode !== null ? { api_code: error.apiCode } : {}),
        ...(DatasetError.isInstance(error) ? { lines: error.errors } : {}),
      },
    });
  }
}
