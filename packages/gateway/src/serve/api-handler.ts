import type { ServerResponse } from 'node:http';
import { ColloquyError } from '@colloquy/core';
import { type CloseResult, goingDown, InFlight } from '../relay/in-flight.ts';
import { refusal } from '../relay/refusal.ts';
import { sendError } from '../relay/send-json.ts';
import { dropRest } from './body-stream.ts';
import { byteSize } from './byte-size.ts';
import { callerLimits } from './caller-limits.ts';
import { allowOrigin } from './cors.ts';
import { findRoute } from './find-route.ts';
import { selectedRoutes } from './selected-routes.ts';
import type { ServedRequest, ServeOptions } from './serve-options.ts';
import { type ServeContext, serveRoute } from './serve-route.ts';

/** The OpenAI API over Node's own requests and responses. */
export interface ApiHandler<R extends ServedRequest = ServedRequest> {
  /** Answers a request whose `url` is below the prefix of the API; resolves when it is answered, and never rejects. */
  (request: R, response: ServerResponse): Promise<void>;
  /** How many exchanges are under way. */
  readonly inFlight: number;
  /**
   * Takes no new requests, which are answered with 503 from now on, and waits for those under way.
   *
   * After `graceMs` (default 10,000) what is left is ended: streams with an error event, other calls with 503.
   */
  close(options?: { graceMs?: number }): Promise<CloseResult>;
}

const DEFAULT_BODY_LIMIT = '10mb';

/** A file of 512 MiB, which is what OpenAI takes, and the form around it. */
const DEFAULT_UPLOAD_LIMIT = '513mb';

const DEFAULT_GRACE_MS = 10_000;

/** Makes the handler that the frameworks mount; throws `configuration` naming the option that cannot be used. */
export function apiHandler<R extends ServedRequest = ServedRequest>(options: ServeOptions<R>): ApiHandler<R> {
  const context = contextOf(options as unknown as ServeOptions);
  const find = findRoute(selectedRoutes(options.routes));
  const { inFlight } = context;

  const handle = async (request: R, response: ServerResponse): Promise<void> => {
    try {
      if (options.cors !== undefined) allowOrigin(request, response, options.cors);
      const { method = '', url = '' } = request;
      const path = url.split('?', 1)[0] || '/';
      const finding = find(method, path);
      if (finding.kind === 'unknown') throw unknownPath(method, path);
      if (finding.kind === 'wrong-method') {
        response.setHeader('allow', [...finding.allow, 'OPTIONS'].join(', '));
        if (method !== 'OPTIONS') throw wrongMethod(method, path);
        response.writeHead(204).end();
        return;
      }
      if (inFlight.isClosing) {
        // A caller that keeps its connection would keep the server from closing.
        response.setHeader('connection', 'close');
        throw goingDown();
      }
      await inFlight.run((_, controller) => serveRoute(context, finding, { request, response, controller }));
    } catch (error) {
      sendError(response, error);
    } finally {
      dropRest(request);
    }
  };

  Object.defineProperty(handle, 'inFlight', { get: () => inFlight.size });
  const close = ({ graceMs = DEFAULT_GRACE_MS } = {}) => inFlight.close(graceMs);
  return Object.assign(handle, { close }) as unknown as ApiHandler<R>;
}

function contextOf(options: ServeOptions): ServeContext {
  if ((options.client === undefined) === (options.gateway === undefined)) {
    throw new ColloquyError('configuration', 'either `client` or `gateway` has to be given, and not both', {
      param: 'client',
    });
  }
  return {
    options,
    inFlight: new InFlight(),
    bodyLimit: byteSize(options.bodyLimit ?? DEFAULT_BODY_LIMIT, 'bodyLimit'),
    uploadLimit: byteSize(options.uploadLimit ?? DEFAULT_UPLOAD_LIMIT, 'uploadLimit'),
    limits: options.limits === undefined ? undefined : callerLimits(options.limits, options.store),
  };
}

function unknownPath(method: string, path: string): Error {
  return refusal(404, `Unknown request URL: ${method} ${shown(path)}. Check the path below the prefix of the API.`, {
    apiCode: 'unknown_url',
  });
}

function wrongMethod(method: string, path: string): Error {
  return refusal(405, `Not allowed: ${method} on ${shown(path)}. The header \`Allow\` says what is.`, {
    apiCode: 'method_not_allowed',
  });
}

function shown(path: string): string {
  return path.length > 200 ? `${path.slice(0, 200)}…` : path;
}
