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
  hasNextPage(): boolean;
  /** Rejects with `configuration` after the last page. */
  getNextPage(): Promise<Page<T>>;
}

/** A promise of the first page, and an async iterable over the items of all pages. */
export interface PagePromise<T> extends ApiPromise<Page<T>>, AsyncIterable<T> {}

/** Lists, following the `after` cursor. */
export function list<T extends { id?: string }>(caller: Caller, spec: Spec, options?: CallOptions): PagePromise<T> {
  const first = fetchPage<T>(caller, spec, options);
  return Object.assign(apiPromise(first), {
    [Symbol.asyncIterator]: () => items(first.then(({ data }) => data)),
  });
}

async function fetchPage<T extends { id?: string }>(
  caller: Caller,
  given: Spec,
  options?: CallOptions,
): Promise<WithResponse<Page<T>>> {
  const spec: CallSpec = typeof given === 'function' ? given() : given;
  const { data: wire, ...facts } = await caller.json<WirePage<T>>(spec, options).withResponse();
  const data = Array.isArray(wire.data) ? wire.data : [];
  const cursor = wire.last_id ?? data.at(-1)?.id;
  const more = wire.has_more === true && data.length > 0 && cursor !== undefined && cursor !== null;
  const getNextPage = async (): Promise<Page<T>> => {
    const next = { ...spec, query: { ...spec.query, after: cursor as string } };
    return (await fetchPage<T>(caller, next, options)).data;
  };
  const page: Page<T> = {
    ...wire,
    data,
    has_more: wire.has_more === true,
    hasNextPage: () => more,
    getNextPage,
    [Symbol.asyncIterator]: () => items(Promise.resolve(page)),
  };
  return { ...facts, data: page };
}

async function* items<T>(first: Promise<Page<T>>): AsyncGenerator<T> {
  for (let page = await first; ; page = await page.getNextPage()) {
    yield* page.data;
    if (!page.hasNextPage()) return;
  }
}
