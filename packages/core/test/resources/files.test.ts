import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatasetError, type Uploadable, type UploadProgress } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { jsonAnswer } from '@colloquy/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { against, failure } from '../faults/harness.ts';
import { type Asked, replay } from '../replay.ts';

const FILE = {
  id: 'file-1',
  object: 'file',
  bytes: 3,
  created_at: 1,
  filename: 'x',
  purpose: 'fine-tune',
  status: 'processed',
};
const answer = () => ({ body: JSON.stringify(FILE) });

const GOOD = JSON.stringify({
  messages: [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
  ],
});
const DATASET = `${Array.from({ length: 12 }, () => GOOD).join('\n')}\n`;
const BAD = DATASET.replace(GOOD, '{"messages":[]}');

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'colloquy-files-'));
  path = join(folder, 'data "1".jsonl');
  await writeFile(path, DATASET);
});
afterAll(() => rm(folder, { recursive: true }));

/** The fields of a multipart form, in the order in which they came. */
async function fieldsOf({ headers, raw }: Asked) {
  const form = await new Response(new Uint8Array(raw), {
    headers: { 'content-type': String(headers['content-type']) },
  }).formData();
  return Promise.all(
    [...form].map(async ([name, value]) =>
      typeof value === 'string' ? [name, value] : [name, { filename: value.name, text: await value.text() }],
    ),
  );
}

async function* inPieces() {
  for (let at = 0; at < DATASET.length; at += 100) yield new TextEncoder().encode(DATASET.slice(at, at + 100));
}

const SOURCES: readonly (readonly [string, () => Uploadable, string, boolean])[] = [
  ['a path', () => path, 'data "1".jsonl', true],
  ['a Blob', () => new Blob([DATASET]), 'upload', true],
  ['a File', () => new File([DATASET], 'mine.jsonl'), 'mine.jsonl', true],
  ['bytes', () => new TextEncoder().encode(DATASET), 'upload', true],
  ['a read stream of Node', () => createReadStream(path), 'data "1".jsonl', false],
  ['any stream of bytes', () => inPieces(), 'upload', false],
];

describe.each(SOURCES)('%s', (_, source, filename, isSized) => {
  test('is uploaded with its purpose before it, and its length where that is known', async () => {
    const { client, asked } = await replay(openai, answer);
    expect(await client.files.upload(source(), { purpose: 'fine-tune' })).toEqual(FILE);
    const [one] = asked as [Asked];
    expect(await fieldsOf(one)).toEqual([
      ['purpose', 'fine-tune'],
      ['file', { filename, text: DATASET }],
    ]);
    if (isSized) expect(one.headers['content-length']).toBe(String(one.raw.length));
    else expect(one.headers['transfer-encoding']).toBe('chunked');
  });

  test('tells how far it has come', async () => {
    const { client } = await replay(openai, answer);
    const told: UploadProgress[] = [];
    await client.files.upload(source(), { purpose: 'fine-tune', onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toEqual({ sent: DATASET.length, total: isSized ? DATASET.length : undefined });
    expect(told.map(({ sent }) => sent)).toEqual(told.map(({ sent }) => sent).sort((a, b) => a - b));
  });

  test('is the same for files.create', async () => {
    const { client, asked } = await replay(openai, answer);
    const expires = { anchor: 'created_at', seconds: 3600 } as const;
    await client.files.create({ file: source(), purpose: 'batch', expires_after: expires });
    expect(
      (await fieldsOf(asked[0] as Asked)).map(([name, value]) => [name, typeof value === 'string' ? value : 'file']),
    ).toEqual([
      ['purpose', 'batch'],
      ['expires_after[anchor]', 'created_at'],
      ['expires_after[seconds]', '3600'],
      ['file', 'file'],
    ]);
  });
});

test('a file name goes as it is given, escaped', async () => {
  const { client, asked } = await replay(openai, answer);
  await client.files.upload(new Blob(['x']), { purpose: 'batch', filename: 'a"b\r\nc: d/ü.jsonl' });
  expect(String(asked[0]?.raw)).toContain('filename="a%22b%0D%0Ac: d/ü.jsonl"');
});

test('an empty file is uploaded', async () => {
  const { client, asked } = await replay(openai, answer);
  await client.files.upload(new Blob([]), { purpose: 'batch' });
  expect(await fieldsOf(asked[0] as Asked)).toContainEqual(['file', { filename: 'upload', text: '' }]);
});

test.each([
  ['a path is sent again after a failure', () => path, 2],
  ['a stream, which is read only once, is not', () => createReadStream(path), 1],
] as const)('%s', async (_, source, attempts) => {
  let number = 0;
  const { client, asked } = await replay(
    openai,
    () => {
      number += 1;
      return number === 1 ? { status: 503, headers: { 'retry-after-ms': '1' }, body: '{}' } : answer();
    },
    { maxRetries: 2 },
  );
  const uploading = client.files.upload(source(), { purpose: 'batch' });
  if (attempts === 1) expect((await failure(() => uploading)).code).toBe('server');
  else expect(await uploading).toEqual(FILE);
  expect(asked).toHaveLength(attempts);
  expect(new Set(asked.map(({ raw }) => raw.length)).size).toBe(1);
});

describe('what cannot be uploaded', () => {
  test.each([
    ['a path that leads nowhere', () => join(folder, 'none'), 'ENOENT'],
    ['a folder', () => folder, 'EISDIR'],
    ['a number', () => 7 as unknown as string, 'must be a path'],
    ['nothing', () => undefined as unknown as string, 'must be a path'],
  ])('%s is `invalid_request`, and nothing is sent', async (_, source, said) => {
    const { client, asked } = await replay(openai, answer);
    const error = await failure(() => client.files.upload(source(), { purpose: 'batch' }));
    expect(error).toMatchObject({ code: 'invalid_request', param: 'file' });
    expect(error.message).toContain(said);
    expect(asked).toHaveLength(0);
  });

  test('a stream that breaks off is `invalid_request`, and not tried again', async () => {
    const { client } = await replay(openai, answer, { maxRetries: 2 });
    const error = await failure(() =>
      client.files.upload(createReadStream(join(folder, 'none')), { purpose: 'batch' }),
    );
    expect(error).toMatchObject({ code: 'invalid_request', param: 'file', attempts: 1 });
  });

  test.each([
    ['grew', 10],
    ['shrank', 10_000],
  ])('a file that %s meanwhile is `invalid_request`', async (_, announced) => {
    const { client } = await replay(openai, answer, { maxRetries: 2 });
    const changed = new File([DATASET], 'changed');
    Object.defineProperty(changed, 'size', { value: announced });
    // A Blob reads itself by its size, so the change is that of the size it says.
    const source = announced > DATASET.length ? changed : Object.assign(changed, { slice: () => new Blob([DATASET]) });
    const error = await failure(() => client.files.upload(source, { purpose: 'batch' }));
    expect(error).toMatchObject({ code: 'invalid_request', param: 'file' });
    expect(error.message).toContain('changed');
  });
});

describe('an upload that is validated', () => {
  test.each(SOURCES)('goes through where the dataset is good: %s', async (_, source) => {
    const { client, asked } = await replay(openai, answer);
    expect(await client.files.upload(source(), { purpose: 'fine-tune', validate: true })).toEqual(FILE);
    expect(await fieldsOf(asked[0] as Asked)).toHaveLength(2);
  });

  test('rejects with the lines where it is bad, and the service never has the whole form', async () => {
    const received: string[] = [];
    const { client, server } = await against(({ socket }) => socket.write(jsonAnswer(200, FILE)));
    const bad = join(folder, 'bad.jsonl');
    await writeFile(bad, BAD);
    for (const source of [bad, new Blob([BAD]), createReadStream(bad)]) {
      const error = await failure(() => client.files.upload(source, { purpose: 'fine-tune', validate: true }));
      expect(DatasetError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ code: 'invalid_request', errorCount: 1, errors: [{ line: 1 }] });
    }
    await server.idle();
    // Only whole requests reach this list.
    received.push(...server.exchanges.map(({ body }) => body));
    expect(received).toEqual([]);
  });

  test('is checked for the method it is meant for', async () => {
    const { client } = await replay(openai, answer);
    const options = { purpose: 'fine-tune', validate: true, method: 'dpo' } as const;
    expect(DatasetError.isInstance(await failure(() => client.files.upload(path, options)))).toBe(true);
  });
});

test('an upload that its caller ends is `aborted`, and the connection is closed', async () => {
  const controller = new AbortController();
  async function* endless() {
    for (;;) yield new Uint8Array(1024);
  }
  const { client, server } = await against(() => undefined);
  const onProgress = ({ sent }: UploadProgress) => {
    if (sent > 100_000) controller.abort();
  };
  const options = { purpose: 'batch', signal: controller.signal, onProgress } as const;
  expect((await failure(() => client.files.upload(endless(), options))).code).toBe('aborted');
  await server.idle();
});

describe('the content of a file', () => {
  const content = 'step,train_loss\n1,0.5\n';
  const serve = () => replay(openai, () => ({ type: 'application/octet-stream', body: content }));

  test('is read whole, as text or as bytes', async () => {
    const { client, asked } = await serve();
    expect(await (await client.files.content('file-1')).text()).toBe(content);
    expect(Buffer.from(await (await client.files.content('file-1')).bytes()).toString()).toBe(content);
    expect(asked[0]).toMatchObject({ path: '/v1/files/file-1/content', headers: { accept: '*/*' } });
  });

  test('is read a piece at a time', async () => {
    const { client } = await serve();
    let text = '';
    for await (const piece of await client.files.content('file-1')) text += Buffer.from(piece).toString();
    expect(text).toBe(content);
  });

  test('of JSON stays as it is', async () => {
    const { client } = await replay(openai, () => ({ body: '{"error":"not an error, but content"}' }));
    expect(await (await client.files.content('file-1')).text()).toBe('{"error":"not an error, but content"}');
  });

  test('that is not there is `not_found`', async () => {
    const { client } = await replay(openai, () => ({ status: 404, body: '{}' }));
    expect((await failure(() => client.files.content('none'))).code).toBe('not_found');
  });

  test('left early closes the connection', async () => {
    const { client, server } = await against(({ socket }) => socket.write('HTTP/1.1 200 OK\r\n\r\nx'));
    for await (const _ of await client.files.content('file-1')) break;
    await server.idle();
  });
});

test('an upload in parts is created, filled and completed', async () => {
  const upload = { id: 'upload_1', object: 'upload', status: 'pending' };
  const { client, asked } = await replay(openai, ({ path: at }) => ({
    body: JSON.stringify(at.endsWith('/parts') ? { id: 'part_1', object: 'upload.part' } : upload),
  }));
  const { id } = await client.uploads.create({ bytes: 3, filename: 'x', mime_type: 'text/plain', purpose: 'batch' });
  const part = await client.uploads.parts.create(id, { data: new TextEncoder().encode('abc') });
  await client.uploads.complete(id, { part_ids: [part.id], md5: 'x' });
  await client.uploads.cancel(id);
  expect(await fieldsOf(asked[1] as Asked)).toEqual([['data', { filename: 'part', text: 'abc' }]]);
  expect(asked[2]?.body).toEqual({ part_ids: ['part_1'], md5: 'x' });
  expect((await failure(() => client.uploads.parts.create('..', { data: path }))).code).toBe('invalid_request');
});
