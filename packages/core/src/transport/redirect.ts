import { ColloquyError } from '../errors/index.ts';
import type { HttpReply } from './http-transport.ts';

/** More hops than this are a loop. */
const MAX_HOPS = 5;

/** How far a request has been sent on already. */
export interface RedirectState {
  readonly url: URL;
  readonly method: string;
  /** Whether the body was a stream, which cannot be sent twice. */
  readonly streamed: boolean;
  readonly hops: number;
}

/**
 * Where a reply with a status from 300 to 399 leads.
 *
 * Rejects with `redirect` where it leads to another origin, since the request carries a key and a prompt, where it
 * would turn a POST into a GET, and after five hops.
 */
export async function followRedirect(reply: HttpReply, state: RedirectState): Promise<URL> {
  await reply.body[Symbol.asyncIterator]().return?.();
  const refuse = (why: string) =>
    new ColloquyError('redirect', `${state.url.host} answered ${reply.status}: ${why}`, { retryable: false });

  const location = reply.headers['location'];
  if (location === undefined || !URL.canParse(location, state.url.href))
    throw refuse('a redirect without a usable location');
  const target = new URL(location, state.url);
  if (target.origin !== state.url.origin) {
    throw refuse(`a redirect to ${target.origin}; set \`baseURL\` to that service if it is the right one`);
  }
  if (state.hops >= MAX_HOPS) throw refuse(`more than ${MAX_HOPS} redirects in a row`);
  const keepsMethod = reply.status === 307 || reply.status === 308 || state.method === 'GET';
  if (!keepsMethod) throw refuse(`a redirect that would turn ${state.method} into GET`);
  if (state.streamed) throw refuse('a redirect of a streamed upload, which cannot be sent twice');
  return target;
}
