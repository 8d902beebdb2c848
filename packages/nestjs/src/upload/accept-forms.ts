import type { HttpServer } from '@nestjs/common';

interface FastifyParsers {
  hasContentTypeParser(type: string): boolean;
  addContentTypeParser(
    type: string,
    parser: (request: unknown, body: unknown, done: (error: null) => void) => void,
  ): void;
}

const FORM = 'multipart/form-data';

/** Lets forms reach their handlers unread: Fastify refuses a body it has no parser for, Express leaves it alone. */
export function acceptForms(adapter: Pick<HttpServer, 'getType' | 'getInstance'>): void {
  if (adapter.getType() !== 'fastify') return;
  const fastify: FastifyParsers = adapter.getInstance();
  if (!fastify.hasContentTypeParser(FORM)) fastify.addContentTypeParser(FORM, (_request, _body, done) => done(null));
}
