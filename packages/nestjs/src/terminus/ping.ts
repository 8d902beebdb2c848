import { ApiError, type Client, ColloquyError } from '@colloquy/core';

/** How a service is. */
export interface PingOutcome {
  readonly status: 'up' | 'degraded' | 'down';
  readonly data: {
    readonly provider?: string;
    readonly code?: string;
    readonly httpStatus?: number;
    readonly reason?: string;
  };
}

/** Asks a service for its models; never rejects. */
export async function ping(client: Client, timeoutMs: number): Promise<PingOutcome> {
  const provider = client.provider.name;
  try {
    await client.models.list({ timeout: timeoutMs, maxRetries: 0 });
    return { status: 'up', data: { provider } };
  } catch (error) {
    if (!ColloquyError.isInstance(error)) return { status: 'down', data: { provider, code: 'unknown' } };
    if (error.code === 'unsupported') return { status: 'up', data: { provider, reason: 'lists_no_models' } };
    const httpStatus = ApiError.isInstance(error) ? error.status : undefined;
    return {
      status: 'down',
      data: { provider, code: error.code, ...(httpStatus === undefined ? {} : { httpStatus }) },
    };
  }
}
