import { invalid } from '../refusal/refusals.ts';

/** How a list is paged. */
export interface ListQuery {
  after?: string;
  limit: number;
  order: 'asc' | 'desc';
}

/** `after`, `limit` and `order` of a list; refuses a limit outside 1 to `most`. */
export function listQuery(
  query: URLSearchParams,
  defaults: { limit: number; most: number; order: 'asc' | 'desc' },
): ListQuery {
  const given = query.get('limit');
  const limit = given === null ? defaults.limit : Number(given);
  if (!Number.isInteger(limit) || limit < 1 || limit > defaults.most) {
    const message = `Invalid 'limit': expected an integer from 1 to ${defaults.most}, but got '${given?.slice(0, 40)}' instead.`;
    throw invalid('limit', message);
  }
  const order = query.get('order') ?? defaults.order;
  if (order !== 'asc' && order !== 'desc') {
    throw invalid('order', `Invalid value: '${order.slice(0, 40)}'. Supported values are: 'asc', 'desc'.`);
  }
  const after = query.get('after');
  return after === null || after === '' ? { limit, order } : { limit, order, after };
}

/** A page as OpenAI's list object. */
export function listObject<T extends { id: string }>(page: { items: T[]; hasMore: boolean }): object {
  const { items, hasMore } = page;
  return {
    object: 'list',
    data: items,
    first_id: items[0]?.id ?? null,
    last_id: items.at(-1)?.id ?? null,
    has_more: hasMore,
  };
}
