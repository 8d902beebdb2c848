import type { Client } from '@colloquy/core';
import { refusal, relay, sendError } from '@colloquy/gateway';
import type { Request, RequestHandler } from 'express';

/** How a file's content is passed on. */
export interface RelayFileOptions {
  /** Who keeps the files. */
  client: Client;
  /** Which file a request asks for. @default the route's parameter `id` */
  fileId?: (request: Request) => string;
}

/** Answers with the content of a file that the service keeps, in constant memory: `app.get('/files/:id', relayFile({ client }))`. */
export function relayFile({ client, fileId = idParameter }: RelayFileOptions): RequestHandler {
  return (request, response) => {
    const id = fileId(request);
    // As a segment of a path these would lead somewhere else.
    if (id === '' || id === '.' || id === '..') {
      sendError(response, refusal(404, 'There is no such file.'));
      return;
    }
    const path = `/files/${encodeURIComponent(id)}/content`;
    void relay(client.transport, { method: 'GET', path, headers: {}, answer: 'bytes' }, response);
  };
}

function idParameter({ params }: Request): string {
  return String(params['id']);
}
