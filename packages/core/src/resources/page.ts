import { ColloquyError } from '../errors/index.ts';
import { type ApiPromise, apiPromise, type WithResponse } from './api-promise.ts';
import type { Caller, CallOptions, CallSpec, Spec } from './caller.ts';

/** One page of a list as it stands on the wire. */
interface WirePage<T> {
  object: 'list';
  data: T[];
  first_id?: string | null;
  last_id?: string | null;
  has_more?: boolean;
}

/** One page of a list, and the way to the next; iterating it goes on over all pages. */
export interface Page<T> extends AsyncIterable<T> {
  readonly object: 'list';
  readonly data: T[];
  readonly first_id?: string | null;
  readonly last_id?: string | null;
  readonly has_more: boolean;
  /** Whether there are more; asks nobody. */
  hasNextPage(): boolean;
  /** Rejects with `configuration` after the last page. */
  getNextPage(): Promise<Page<T>>;
}

/** A promise of the first page, and an async iterable over the items of all pages. */
export interface PagePromise<T> extends ApiPromise<Page<T>>, AsyncIterable<T> {}

/** Lists, following the `after` cursor. */
export function list<T extends { id?: string }>(caller: Caller, spec: Spec, options?: CallOptions): PagePromise<T> {
  const first = fetchPage<T>(caller, spec, options);
  const promise = apiPromise(first);
  return Object.assign(promise, {
    [Symbol.asyncIterator]: () => {
      // Whoever iterates meets a failure there; the bare promise must not report it again.
      promise.catch(() => undefined);
      return items(first);
    },
  });
}

async function fetchPage<T extends { id?: string }>(
  caller: Caller,
  given: Spec,
  options?: CallOptions,
): Promise<WithResponse<Page<T>>> {
  const spec: CallSpec = typeof given === 'function' ? given() : given;
  const { data: wire, ...facts } = await caller.json<WirePage<T>>(spec, options).withResponse();
  // Ollama says `null` where it has nothing.
  const data = wire.data ?? [];
  if (wire.data === undefined || !Array.isArray(data)) throw notAList(spec);
  const cursor = wire.last_id ?? data.at(-1)?.id;
  const more = wire.has_more === true && data.length > 0 && cursor !== undefined && cursor !== null;
  if (more && cursor === spec.query?.['after']) throw samePage(spec);
  const getNextPage = async (): Promise<Page<T>> => {
    if (!more) throw new ColloquyError('configuration', 'this is the last page; ask `hasNextPage()` first');
    const next = { ...spec, query: { ...spec.query, after: cursor as string } };
    return (await fetchPage<T>(caller, next, options)).data;
  };
  const page: Page<T> = {
    ...wire,
    data,
    has_more: wire.has_more === true,
    hasNextPage: () => more,
    getNextPage,
    [Symbol.asyncIterator]: () => items(Promise.resolve({ data: page })),
  };
  return { ...facts, data: page };
}

function notAList({ path }: CallSpec): ColloquyError {
  return new ColloquyError('parse', `the answer to GET ${path} is not a list: it has no \`data\``);
}

/** A service that ignores the cursor would be read for ever. */
function samePage({ path }: CallSpec): ColloquyError {
  return new ColloquyError('parse', `GET ${path} answered with the same page again and says that there are more`);
}

async function* items<T>(first: Promise<{ data: Page<T> }>): AsyncGenerator<T> {
  for (let { data: page } = await first; ; page = await page.getNextPage()) {
    yield* page.data;
    if (!page.hasNextPage()) return;
  }
}
