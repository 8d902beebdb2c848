import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireRequest } from '@colloquy/core';
import type { Principal } from '@colloquy/gateway';
import type { Speech } from '../dialects/dialects.ts';
import { exchange } from '../exchange/exchange.ts';
import type { Services } from '../exchange/services.ts';
import type { LocalTokens } from '../tokens/local-tokens.ts';
import { findMount } from './find-mount.ts';
import { requestBody } from './request-body.ts';
import { writeReply } from './write-reply.ts';

const PREFLIGHT = {
  allow: 'GET, HEAD, POST, DELETE, OPTIONS',
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, HEAD, POST, DELETE, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-max-age': '600',
};

/** Any web page may use the API, with the token of whoever looks at it. */
const ANY_PAGE = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' };

/** Answers one HTTP request. */
export async function serveRequest(
  services: Services,
  tokens: Pick<LocalTokens, 'verify'>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (incoming.method === 'OPTIONS') {
    response.writeHead(204, PREFLIGHT).end();
    return;
  }
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  const { speech, request } = readRequest(incoming, left.signal);
  const reply = await exchange(services, speech, request, (asked) => authenticate(tokens, speech, asked)).catch(
    (error: unknown) => {
      if (left.signal.aborted) return undefined;
      throw error;
    },
  );
  if (!reply) return;
  // A body nobody read would be taken for the next request.
  const manners = incoming.complete ? ANY_PAGE : { ...ANY_PAGE, connection: 'close' };
  const headers = { ...reply.headers, ...manners };
  await writeReply({ ...reply, headers }, response, incoming.method !== 'HEAD');
  if (!incoming.complete) incoming.resume();
}

function readRequest(incoming: IncomingMessage, signal: AbortSignal): { speech: Speech; request: WireRequest } {
  const target = incoming.url ?? '/';
  const cut = target.indexOf('?');
  const { speech, path } = findMount(cut < 0 ? target : target.slice(0, cut));
  const query = cut < 0 ? {} : Object.fromEntries(new URLSearchParams(target.slice(cut + 1)));
  const method = incoming.method === 'HEAD' ? 'GET' : (incoming.method ?? 'GET');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { speech, request: { method, path, query, headers, body: requestBody(incoming), signal } };
}

async function authenticate(
  tokens: Pick<LocalTokens, 'verify'>,
  { dialect }: Speech,
  { headers }: WireRequest,
): Promise<Principal> {
  const credential = dialect.credential(headers);
  const principal = credential === undefined ? undefined : await tokens.verify(credential);
  if (!principal) throw dialect.unauthorized(credential);
  return principal;
}
