import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { releasing } from './releasing.ts';
import { undiciTransport } from './undici-transport.ts';

/** Less than a socket holds back before it asks to wait, so that some are unsent when the next is asked for. */
const PIECE = 16 * 1024;

/** Pieces that differ from each other, made of memory that is lost as soon as it is given back. */
function source(pieces: number) {
  const digest = createHash('sha256');
  const released: Uint8Array[] = [];
  let out = 0;
  let most = 0;
  return {
    digest,
    released,
    most: () => most,
    async *[Symbol.asyncIterator]() {
      for (let at = 0; at < pieces; at += 1) {
        const bytes = new Uint8Array(PIECE).fill(at % 251);
        digest.update(bytes);
        out += PIECE;
        most = Math.max(most, out);
        yield bytes;
      }
    },
    release(bytes: Uint8Array) {
      out -= bytes.byteLength;
      released.push(bytes);
      // Whoever still had to send it would send this, or nothing.
      bytes.fill(255);
      (bytes.buffer as ArrayBuffer).transfer(0);
    },
  };
}

async function serve(read: (request: IncomingMessage) => Promise<string>) {
  const server = createServer(async (request, response) => response.end(await read(request)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const transport = undiciTransport({ baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  onTestFinished(async () => {
    await transport.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return transport;
}

test.each([
  ['as fast as it can', 0],
  ['with pauses', 3],
])('a service that reads %s gets every byte, although each is given back once it was sent', async (_, pauseMs) => {
  const transport = await serve(async (request) => {
    const digest = createHash('sha256');
    for await (const bytes of request) {
      digest.update(bytes);
      if (pauseMs > 0) await wait(pauseMs);
    }
    return digest.digest('hex');
  });
  const body = source(1024);
  const reply = await transport({ method: 'POST', path: '/files', headers: {}, body });
  let said = '';
  for await (const bytes of reply.body as AsyncIterable<Uint8Array>) said += Buffer.from(bytes).toString();
  expect(said).toBe(body.digest.digest('hex'));
  // All but the last megabyte came back, and no more than that was ever out.
  expect(body.released.length).toBeGreaterThan(1024 - 70);
  expect(body.most()).toBeLessThanOrEqual(1024 * 1024 + 2 * PIECE);
});

test('a piece comes back only once a megabyte has been taken after it, whatever the size of the pieces', async () => {
  const sizes = [10, 3_000_000, 10, 1_000_000, 100_000, 10];
  const back: number[] = [];
  const body = {
    async *[Symbol.asyncIterator]() {
      for (const size of sizes) yield new Uint8Array(size);
    },
    release: (bytes: Uint8Array) => back.push(bytes.byteLength),
  };
  const seen: number[][] = [];
  for await (const _ of releasing(body)) seen.push([...back]);
  expect(seen).toEqual([[], [], [10], [10], [10], [10, 3_000_000, 10]]);
});

test('a stream that takes nothing back is left as it is', () => {
  const body = {
    async *[Symbol.asyncIterator]() {
      yield new Uint8Array(1);
    },
  };
  expect(releasing(body)).toBe(body);
});
