import { setImmediate as turn } from 'node:timers/promises';
import { ApiError, ColloquyError, toBytes } from '@colloquy/core';
import { estimateRequest } from '@colloquy/limits';
import { mayUse } from '../models/may-use.ts';
import { destinations } from '../models/model-routes.ts';
import { isTuned, tunedModel } from '../models/tuned-model.ts';
import { mentions } from '../ownership/mentions.ts';
import { notFound } from '../ownership/not-found.ts';
import type { ResourceKind } from '../ownership/ownership-records.ts';
import { refusal } from '../relay/refusal.ts';
import { ROUTES } from '../routes/route-table.ts';
import { openWithFallback } from '../upstream/fallback.ts';
import type { GatewayCall } from './gateway-call.ts';
import { textLines } from './text-lines.ts';

type Fields = Readonly<Record<string, unknown>>;

/** After how many lines others get their turn. */
const LINES_A_TURN = 100;

/** Paths that a line of a batch may ask for. */
const PATHS: ReadonlySet<string> = new Set(ROUTES.filter(({ kind }) => kind === 'generate').map(({ path }) => path));

/**
 * Holds every line of a batch's input file to what its caller might ask for by itself: the models, and the things that
 * it names, have to be the caller's own.
 *
 * Resolves with the tokens that all lines may use at most; throws what a request would be answered with, saying in
 * which line.
 */
export async function checkBatchInput(call: GatewayCall): Promise<number> {
  const { input_file_id: file } = call.body;
  if (typeof file !== 'string') return 0;
  const isOwn = ownership(call);
  if (!(await isOwn('file', file))) throw notFound('file', file, 'input_file_id');
  let tokens = 0;
  let number = 0;
  for await (const line of textLines(await contentOf(call, file))) {
    number += 1;
    if (number % LINES_A_TURN === 0) await turn();
    if (line.trim() === '') continue;
    try {
      tokens += await checkLine(call, isOwn, line);
    } catch (error) {
      throw atLine(number, error);
    }
  }
  return tokens;
}

/** The tokens that a line may use; throws what its request would be answered with. */
async function checkLine(
  { parts, principal }: GatewayCall,
  isOwn: (kind: ResourceKind, id: string) => Promise<boolean>,
  line: string,
): Promise<number> {
  // To some readers it ends a line, and what follows would be a request that nobody looked at.
  if (line.trimEnd().includes('\r')) throw bad('It holds a carriage return; end lines with `\\n` or `\\r\\n`.');
  const request = requestOf(line);
  if (request === undefined) throw bad('It has to be a JSON object with `custom_id`, `method`, `url` and `body`.');
  const { url, body } = request;
  const path = String(url).replace(/^\/v1(?=\/)/, '');
  if (!PATHS.has(path)) throw bad('The url is none that a batch may ask for.');
  const { model } = body;
  if (typeof model !== 'string' || model === '') throw bad('you must provide a model parameter');
  if (!mayUse(principal, model)) throw notFound('model', model);
  for (const mention of mentions(body)) if (!(await isOwn(mention.kind, mention.id))) throw mention.missing;
  const isServed = isTuned(model)
    ? await isOwn('model', tunedModel(model))
    : destinations(parts.routes, model).some(
        (place) => place.upstream === parts.resources.name && place.model === model,
      );
  if (!isServed) throw notFound('model', model);
  return estimateRequest({ method: 'POST', path, headers: {}, body }, parts.defaultMaxTokens).total;
}

function requestOf(line: string): { url: unknown; body: Fields } | undefined {
  try {
    const { url, body } = JSON.parse(line) as { url?: unknown; body?: unknown };
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? { url, body: body as Fields }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a thing is the caller's, each asked for once: a file may name the same one fifty thousand times. */
function ownership({ parts, principal }: GatewayCall): (kind: ResourceKind, id: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (kind, id) => {
    const name = `${kind} ${id}`;
    const owned =
      known.get(name) ?? parts.ownership.find(kind, id).then((owner) => owner?.project === principal.project);
    known.set(name, owned);
    return owned;
  };
}

async function contentOf({ parts, signal }: GatewayCall, file: string): Promise<AsyncIterable<Uint8Array>> {
  const { resources: upstream, timeout, metrics } = parts;
  const path = `/files/${encodeURIComponent(file)}/content`;
  const request = { method: 'GET', path, headers: { accept: '*/*' }, signal, timeout, maxRetries: 0 };
  const { reply } = await openWithFallback([{ upstream, request }], (name, error, fellOver) =>
    metrics.upstreamFailure({ upstream: name, error, fellOver }),
  );
  return pieces(toBytes(reply.body));
}

async function* pieces(body: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body;
  else yield* body;
}

function bad(message: string): ApiError {
  return refusal(400, message, { param: 'input_file_id', apiCode: 'invalid_file' });
}

/** The same refusal, saying where. */
function atLine(number: number, error: unknown): unknown {
  if (!ColloquyError.isInstance(error)) return error;
  const { status = 400, apiCode = null } = ApiError.isInstance(error) ? error : {};
  if (status >= 500) return error;
  return refusal(status, `Line ${number} of the input file: ${error.message}`, {
    param: error.param ?? 'input_file_id',
    ...(apiCode === null ? {} : { apiCode }),
  });
}
