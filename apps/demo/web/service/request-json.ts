import { errorFromBody, readableError } from './service-error.ts';

/** Calls one of the server's JSON routes; rejects with a `ServiceError` that can be shown. */
export async function requestJson<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch (error) {
    throw readableError(error);
  }
  const json: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw errorFromBody(response.status, json);
  return json as T;
}
