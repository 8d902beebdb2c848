import { openai } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { failure } from '../faults/harness.ts';
import { replay } from '../replay.ts';

const FILES = Array.from({ length: 5 }, (_, at) => ({ id: `file-${at}`, object: 'file' }));

/** A service that lists five files, two a page. */
function library(
  page: (data: object[], more: boolean) => object = (data, has_more) => ({ object: 'list', data, has_more }),
) {
  return replay(openai, ({ path }) => {
    const after = new URL(path, 'http://h').searchParams.get('after');
    const from = after === null ? 0 : FILES.findIndex(({ id }) => id === after) + 1;
    return { body: JSON.stringify(page(FILES.slice(from, from + 2), from + 2 < FILES.length)) };
  });
}

async function ids(pages: AsyncIterable<{ id: string }>) {
  const seen: string[] = [];
  for await (const { id } of pages) seen.push(id);
  return seen;
}

const ALL = FILES.map(({ id }) => id);

describe('a list', () => {
  test('is an async iterable over all pages, which repeat the query', async () => {
    const { client, asked } = await library();
    expect(await ids(client.files.list({ limit: 2, purpose: 'batch' }))).toEqual(ALL);
    expect(asked.map(({ path }) => path)).toEqual([
      '/v1/files?limit=2&purpose=batch',
      '/v1/files?limit=2&purpose=batch&after=file-1',
      '/v1/files?limit=2&purpose=batch&after=file-3',
    ]);
  });

  test('is also a page, and the way to the next', async () => {
    const { client } = await library();
    const first = await client.files.list();
    expect(first).toMatchObject({ object: 'list', data: FILES.slice(0, 2), has_more: true });
    const second = await first.getNextPage();
    const third = await second.getNextPage();
    expect([first, second, third].map((page) => page.hasNextPage())).toEqual([true, true, false]);
    expect(third.data).toEqual(FILES.slice(4));
    expect(await failure(() => third.getNextPage())).toMatchObject({ code: 'configuration' });
    expect(await ids(second)).toEqual(ALL.slice(2));
  });

  test('asks for the next page only when it is wanted', async () => {
    const { client, asked } = await library();
    for await (const { id } of client.files.list()) if (id === 'file-1') break;
    expect(asked).toHaveLength(1);
  });

  test('tells of its reply by withResponse', async () => {
    const { client } = await library();
    const { data, status, headers } = await client.files.list().withResponse();
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(data.data).toHaveLength(2);
  });

  test('goes by `last_id` where the service gives one', async () => {
    const { client, asked } = await library((data, has_more) => ({
      data,
      has_more,
      last_id: (data.at(-1) as { id: string }).id,
    }));
    expect(await ids(client.files.list())).toEqual(ALL);
    expect(asked).toHaveLength(3);
  });

  test('ends where a service says that there is more, and sends nothing', async () => {
    const { client } = await replay(openai, ({ path }) => ({
      body: JSON.stringify({ object: 'list', data: path.includes('after') ? [] : FILES.slice(0, 1), has_more: true }),
    }));
    expect(await ids(client.files.list())).toEqual(['file-0']);
  });

  test('ends with an error where a service sends the same page for ever', async () => {
    const { client, asked } = await replay(openai, () => ({
      body: JSON.stringify({ data: FILES.slice(0, 2), has_more: true }),
    }));
    expect((await failure(() => ids(client.files.list()))).code).toBe('parse');
    expect(asked).toHaveLength(2);
  });

  test('ends where the items have no ids to go on from', async () => {
    const { client } = await replay(openai, () => ({ body: JSON.stringify({ data: [{}, {}], has_more: true }) }));
    expect(await ids(client.files.list() as unknown as AsyncIterable<{ id: string }>)).toHaveLength(2);
  });

  test('that fails rejects whoever iterates it, once', async () => {
    const { client } = await replay(openai, () => ({ status: 403, body: '{}' }));
    const stray: unknown[] = [];
    const note = (reason: unknown) => stray.push(reason);
    process.on('unhandledRejection', note);
    try {
      expect((await failure(() => ids(client.files.list()))).code).toBe('permission');
      expect((await failure(() => client.files.list().withResponse())).code).toBe('permission');
      expect((await failure(async () => client.files.list())).code).toBe('permission');
      await new Promise(setImmediate);
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(stray).toEqual([]);
  });
});
