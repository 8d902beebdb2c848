import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionContext } from '@nestjs/common';

/** A request of either platform: Express hands out Node's own, Fastify wraps it. */
export type PlatformRequest = IncomingMessage & { raw?: IncomingMessage; body?: unknown };

/** A response of either platform; the methods that are optional are Fastify's. */
export type PlatformResponse = ServerResponse & {
  raw?: ServerResponse;
  hijack?(): unknown;
};

/** The request as Node sees it. */
export function rawRequestOf(context: ExecutionContext): IncomingMessage {
  const request = context.switchToHttp().getRequest<PlatformRequest>();
  return request.raw ?? request;
}

/** The response as Node sees it. */
export function rawResponseOf(context: ExecutionContext): ServerResponse {
  const response = context.switchToHttp().getResponse<PlatformResponse>();
  return response.raw ?? response;
}

/**
 * Takes the response out of the platform's hands, to be written directly.
 *
 * Fastify keeps the headers set so far (CORS, cookies) to itself until it answers, so they are handed over here.
 */
export function takeResponse(context: ExecutionContext): ServerResponse {
  const response = context.switchToHttp().getResponse<PlatformResponse>();
  if (response.raw === undefined) return response;
  for (const [name, value] of Object.entries(response.getHeaders())) {
    if (value !== undefined) response.raw.setHeader(name, value);
  }
  response.hijack?.();
  return response.raw;
}
