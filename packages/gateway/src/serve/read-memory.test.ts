import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReleasableBytes } from '@colloquy/core';
import { expect, onTestFinished, test } from 'vitest';
import { bodyStream } from './body-stream.ts';
import { firstFile } from './first-file.ts';

const HEAD = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
const SIZE = 400_000;

/** A request whose body is a form with a file of 400,000 bytes, on its way. */
async function formOnItsWay(): Promise<IncomingMessage> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const call = httpRequest({ port, method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=b' } });
  call.on('error', () => undefined);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const [[request]] = (await Promise.all([
    once(server, 'request'),
    call.end(`${HEAD}${'x'.repeat(SIZE)}\r\n--b--\r\n`),
  ])) as [[IncomingMessage], unknown];
  return request;
}

async function released(bytes: ReleasableBytes): Promise<{ all: Uint8Array[]; text: string }> {
  const all: Uint8Array[] = [];
  let text = '';
  for await (const piece of bytes) {
    all.push(piece);
    text += Buffer.from(piece).toString();
  }
  for (const piece of all) bytes.release?.(piece);
  return { all, text };
}

const SOURCES: Readonly<Record<string, (request: IncomingMessage) => Promise<ReleasableBytes>>> = {
  'a body': async (request) => bodyStream(request, 1e9),
  'a file of a form': async (request) => (await firstFile(request, { maxBytes: 1e9 })).bytes,
};

test.each(Object.keys(SOURCES))(
  'what was released of %s takes no memory any more, but for the last read',
  async (name) => {
    const bytes = await (SOURCES[name] as (typeof SOURCES)[string])(await formOnItsWay());
    const { all, text } = await released(bytes);
    expect(text.match(/x/g)?.length).toBe(SIZE);
    const left = new Set(all.map(({ buffer }) => buffer).filter(({ byteLength }) => byteLength > 4096));
    expect(left.size).toBeLessThanOrEqual(1);
  },
);

test.each(Object.keys(SOURCES))('%s that somebody else listens to stays as it is', async (name) => {
  const request = await formOnItsWay();
  const kept: Buffer[] = [];
  const bytes = await (SOURCES[name] as (typeof SOURCES)[string])(request);
  request.on('data', (part: Buffer) => kept.push(part));
  await released(bytes);
  expect(Buffer.concat(kept).toString()).toContain('x'.repeat(1000));
  expect(kept.every(({ byteLength }) => byteLength > 0)).toBe(true);
});
