import type { IncomingMessage } from 'node:http';
import type { HttpReply, HttpRequest } from './http-transport.ts';
import { socketBytes } from './socket-bytes.ts';

/** Sends one request by Node's own client, over a connection of its own. */
export async function nodeHttpSend(asked: HttpRequest): Promise<HttpReply> {
  const { origin, path, method, headers, body, deadline } = asked;
  const { request } = origin.startsWith('https:') ? await import('node:https') : await import('node:http');
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { method, headers, signal: deadline.abortSignal, agent: false } as const;
    request(origin + path, options, resolve)
      .on('error', reject)
      .end(body);
  });
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers)) joined[name] = [value].flat().join(', ');
  return { status: reply.statusCode ?? 0, headers: joined, body: socketBytes(reply) };
}
