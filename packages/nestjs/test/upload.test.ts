import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { openai } from '@colloquy/core/providers';
import { firstFile } from '@colloquy/gateway';
import { Body, Controller, Post } from '@nestjs/common';
import { Agent, fetch as undiciFetch } from 'undici';
import { describe, expect, test } from 'vitest';
import { ColloquyExceptionFilter, ColloquyModule, UploadedTo, UploadToColloquy } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';
import { startUpstream } from './support/upstream.ts';

@Controller()
class FilesController {
  @Post('files')
  @UploadToColloquy({ purpose: 'fine-tune', maxBytes: 80_000_000 })
  upload(@UploadedTo() file: object) {
    return { file };
  }

  @Post('described')
  @UploadToColloquy({ purpose: 'user_data' })
  described(@UploadedTo() file: { bytes: number }, @Body() fields: object) {
    return { bytes: file.bytes, fields };
  }

  @Post('small')
  @UploadToColloquy({
    purpose: 'user_data',
    field: 'document',
    maxBytes: 1000,
    mimeTypes: ['application/octet-stream', 'text/plain'],
  })
  small(@UploadedTo() file: object) {
    return { file };
  }

  @Post('checked')
  @UploadToColloquy({ purpose: 'fine-tune', validate: true })
  checked(@UploadedTo() file: object) {
    return { file };
  }
}

const FILE_HEAD = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';

/** A service that keeps nothing of a file but its size and its hash. */
const startStore = (onBreak: () => void = () => undefined) =>
  startUpstream(async (request, response) => {
    const hash = createHash('sha256');
    let size = 0;
    request.on('close', () => {
      if (!request.complete) onBreak();
    });
    try {
      const { bytes } = await firstFile(request, { maxBytes: 1e9 });
      for await (const part of bytes) {
        hash.update(part);
        size += part.length;
      }
    } catch {
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: hash.digest('hex'), object: 'file', bytes: size }));
  });

const start = (platform: (typeof PLATFORM_NAMES)[number], baseURL: string) =>
  startApp(
    platform,
    {
      imports: [ColloquyModule.forRoot({ provider: openai, apiKey: 'sk-test', baseURL, maxRetries: 0 })],
      controllers: [FilesController],
    },
    { configure: (app) => app.useGlobalFilters(new ColloquyExceptionFilter()) },
  );

const form = (field: string, bytes: Uint8Array<ArrayBuffer> | string, filename = 'data.jsonl') => {
  const body = new FormData();
  body.set('note', 'beside the file');
  body.set(field, new Blob([bytes]), filename);
  return { method: 'POST', body };
};

async function* longForm() {
  yield Buffer.from(FILE_HEAD);
  for (let sent = 0; sent < 8_000_000; sent += 100_000) yield Buffer.alloc(100_000);
  yield Buffer.from('\r\n--x--\r\n');
}

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  test('64 MB pass through to the service, and the handler gets its file object', async () => {
    await using store = await startStore();
    await using running = await start(platform, store.baseURL);
    const sent = Buffer.alloc(64_000_000, 'every byte counts ');
    const response = await fetch(`${running.url}/files`, form('file', sent));
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({
      file: { id: createHash('sha256').update(sent).digest('hex'), bytes: sent.byteLength },
    });
  });

  test('the fields of the form, before the file and after it, are the body', async () => {
    await using store = await startStore();
    await using running = await start(platform, store.baseURL);
    const body = new FormData();
    body.append('title', 'Facts');
    body.append('tag', 'a');
    body.append('file', new Blob(['x'.repeat(300_000)]), 'facts.txt');
    body.append('tag', 'b');
    body.append('note', 'after the file');
    const response = await fetch(`${running.url}/described`, { method: 'POST', body });
    expect(await response.json()).toEqual({
      bytes: 300_000,
      fields: { title: 'Facts', tag: ['a', 'b'], note: 'after the file' },
    });
    body.append('note', 'y'.repeat(70_000));
    const refused = await fetch(`${running.url}/described`, { method: 'POST', body });
    expect(refused.status).toBe(413);
    expect(await refused.json()).toMatchObject({ error: { param: 'note' } });
  });

  test.each([
    [
      'what is no form',
      'small',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
      415,
      'multipart/form-data',
    ],
    ['a form without the file', 'small', form('file', 'x'), 400, 'no file in the field `document`'],
    ['a file that is too large', 'small', form('document', 'x'.repeat(1001)), 413, 'larger than 1000 bytes'],
    [
      'a file of another type',
      'small',
      {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\nContent-Disposition: form-data; name="document"; filename="a"\r\nContent-Type: image/png\r\n\r\nx\r\n--x--\r\n',
      },
      415,
      'send application/octet-stream or text/plain',
    ],
    ['a dataset that cannot be used', 'checked', form('file', '{"messages":[]}\nnonsense\n'), 400, 'line 2'],
    [
      'a form that is cut short',
      'small',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x\r\nContent-Disp' },
      400,
      'form',
    ],
    [
      'a form without a boundary',
      'small',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'x' },
      400,
      'boundary',
    ],
  ])('%s is refused in words', async (_, path, init, status, words) => {
    await using store = await startStore();
    await using running = await start(platform, store.baseURL);
    const response = await fetch(`${running.url}/${path}`, init);
    const body = (await response.json()) as { error: { message: string; type: string } };
    expect({ status: response.status, type: body.error.type }).toEqual({ status, type: 'invalid_request_error' });
    expect(body.error.message).toContain(words);
  });

  test('a refusal of the service reaches the sender while it still sends', async () => {
    await using store = await startUpstream((_, response) => {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":{"message":"bad key sk-test"}}');
    });
    await using running = await start(platform, store.baseURL);
    // A connection of its own, since the server still reads from it when the answer is there.
    const agent = new Agent();
    const response = await undiciFetch(`${running.url}/files`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: longForm(),
      duplex: 'half',
      dispatcher: agent,
    });
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('sk-test');
    await agent.destroy();
  });

  test('a sender that leaves ends the upload to the service', async () => {
    const broken = Promise.withResolvers<void>();
    await using store = await startStore(broken.resolve);
    await using running = await start(platform, store.baseURL);
    const request = httpRequest(`${running.url}/files`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    request.on('error', () => undefined);
    request.write(FILE_HEAD);
    for (let i = 0; i < 20; i += 1) {
      if (!request.write(Buffer.alloc(1_000_000))) await once(request, 'drain');
    }
    request.destroy();
    await broken.promise;
  });
});
