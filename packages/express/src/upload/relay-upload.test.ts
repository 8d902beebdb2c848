import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { firstFile } from '@colloquy/gateway';
import { createLocal } from '@colloquy/local';
import express, { type Express } from 'express';
import { describe, expect, test } from 'vitest';
import { FRAMEWORKS } from '../../test/frameworks.ts';
import { listen } from '../../test/listen.ts';
import { json, upstream } from '../../test/upstream.ts';
import { relayFile } from './relay-file.ts';
import { type RelayUploadOptions, relayUpload } from './relay-upload.ts';

const EXAMPLE = JSON.stringify({
  messages: [
    { role: 'user', content: 'What is a colloquy?' },
    { role: 'assistant', content: 'A conversation.' },
  ],
});
const DATASET = `${EXAMPLE}\n`.repeat(10);

function form(content: string, name = 'facts.jsonl', field = 'file'): FormData {
  const data = new FormData();
  data.append('note', 'fields may come first');
  data.append(field, new File([content], name, { type: 'application/jsonl' }));
  data.append('note', 'or last');
  return data;
}

async function offline(options: Partial<RelayUploadOptions> = {}, framework: () => Express = express): Promise<string> {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const app = framework();
  app.post('/files', relayUpload({ client, purpose: 'fine-tune', ...options }));
  app.get('/files/:id', relayFile({ client }));
  return `${(await listen(app)).url}/files`;
}

describe.each(FRAMEWORKS)('%s', (_name, framework) => {
  test('a file is answered with its file object, and can be read back', async () => {
    const url = await offline({}, framework as () => Express);
    const reply = await fetch(url, { method: 'POST', body: form(DATASET) });
    expect(reply.status).toBe(200);
    const file = (await reply.json()) as { id: string };
    expect(file).toMatchObject({
      object: 'file',
      filename: 'facts.jsonl',
      purpose: 'fine-tune',
      bytes: DATASET.length,
    });
    expect(await (await fetch(`${url}/${file.id}`)).text()).toBe(DATASET);
  });
});

test('the first file is taken whatever its field, unless a field is named', async () => {
  const send = async (url: string) => fetch(url, { method: 'POST', body: form(DATASET, 'a.jsonl', 'document') });
  expect((await send(await offline())).status).toBe(200);
  const refused = await send(await offline({ field: 'training' }));
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { param: 'training' } });
});

test('the name of a file is a label: no path of it is kept', async () => {
  const url = await offline();
  const reply = await fetch(url, { method: 'POST', body: form(DATASET, '../../etc/passwd.jsonl') });
  expect(await reply.json()).toMatchObject({ filename: 'passwd.jsonl' });
});

test('a dataset that cannot be trained on is answered with 400 and its lines', async () => {
  const url = await offline({ validate: true });
  const reply = await fetch(url, { method: 'POST', body: form(`${DATASET}not json\n`) });
  expect(reply.status).toBe(400);
  const { error } = (await reply.json()) as { error: { message: string; param: string; errors: { line: number }[] } };
  expect(error).toMatchObject({ param: 'file', code: 'invalid_training_file' });
  expect(error.message).toContain('line 11');
  expect(error.errors[0]?.line).toBe(11);
});

const REFUSED: Readonly<
  Record<string, [body: string | FormData, type: string | undefined, status: number, error: object]>
> = {
  'a form without a file': [
    (() => {
      const data = new FormData();
      data.append('file', 'only text');
      return data;
    })(),
    undefined,
    400,
    { param: 'file' },
  ],
  'a body that is no form': ['{}', 'application/json', 415, { code: 'unsupported_content_type' }],
  'a form without a boundary': ['x', 'multipart/form-data', 400, {}],
  'a form that breaks off': [
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nContent-Type: application/jsonl\r\n\r\nabc',
    'multipart/form-data; boundary=b',
    400,
    {},
  ],
  'a file beyond the limit': [form('x'.repeat(5000)), undefined, 413, { code: 'file_too_large', param: 'file' }],
  'a file of another type': [
    (() => {
      const data = new FormData();
      data.append('file', new File(['x'], 'a.exe', { type: 'application/x-msdownload' }));
      return data;
    })(),
    undefined,
    415,
    { param: 'file' },
  ],
};

test.each(Object.keys(REFUSED))("%s is refused in OpenAI's shape", async (name) => {
  const [body, type, status, error] = REFUSED[name] as (typeof REFUSED)[string];
  const url = await offline({ maxBytes: '4kb', mimeTypes: ['application/jsonl'] });
  const reply = await fetch(url, {
    method: 'POST',
    body,
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
  });
  expect(reply.status).toBe(status);
  expect(((await reply.json()) as { error: object }).error).toMatchObject({ type: 'invalid_request_error', ...error });
});

test('a service that refuses an upload while it arrives is answered at once', async () => {
  const { client } = await upstream((_asked, response) =>
    json(
      response,
      { error: { message: 'Bad purpose', type: 'invalid_request_error', param: 'purpose', code: null } },
      400,
    ),
  );
  const app = express();
  app.post('/files', relayUpload({ client, purpose: 'fine-tune' }));
  const { url } = await listen(app);
  const reply = await fetch(`${url}/files`, { method: 'POST', body: form('x'.repeat(4_000_000)) });
  expect(reply.status).toBe(400);
  expect(await reply.json()).toMatchObject({ error: { message: 'Bad purpose', param: 'purpose' } });
});

test('a sender that leaves ends the upload to the service', async () => {
  let gone: (complete: boolean) => void = () => undefined;
  const closed = new Promise<boolean>((resolve) => {
    gone = resolve;
  });
  let arrived: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { client } = await upstream(({ request }) => {
    request.once('data', () => arrived());
    request.once('close', () => gone(request.complete));
  });
  const app = express();
  app.post('/files', relayUpload({ client, purpose: 'fine-tune' }));
  const { url } = await listen(app);
  const call = httpRequest(`${url}/files`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  });
  call.on('error', () => undefined);
  call.write(`--b\r\nContent-Disposition: form-data; name="file"; filename="a.jsonl"\r\n\r\n${'x'.repeat(200_000)}`);
  await begun;
  call.destroy();
  expect(await closed).toBe(false);
});

test('64 MB arrive at the service as they were sent', async () => {
  const { client } = await upstream(async ({ request }, response) => {
    const digest = createHash('sha256');
    const { bytes } = await firstFile(request, { maxBytes: 1e9 });
    for await (const part of bytes) digest.update(part);
    json(response, { id: digest.digest('hex'), object: 'file' });
  });
  const app = express();
  app.post('/files', relayUpload({ client, purpose: 'user_data' }));
  const { url } = await listen(app);
  const pieces = Array.from({ length: 64 }, (_, at) => Buffer.alloc(1024 * 1024, `piece ${at} `));
  const digest = createHash('sha256');
  for (const piece of pieces) digest.update(piece);
  const data = new FormData();
  data.append('file', new File(pieces, 'big.bin'));
  const reply = await fetch(`${url}/files`, { method: 'POST', body: data });
  expect(reply.status).toBe(200);
  expect(await reply.json()).toMatchObject({ id: digest.digest('hex') });
});
