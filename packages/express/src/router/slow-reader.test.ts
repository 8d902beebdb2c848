import type { RelayEnd } from '@colloquy/gateway';
import express from 'express';
import { expect, test } from 'vitest';
import { post, received } from '../../test/leave.ts';
import { listen } from '../../test/listen.ts';
import { beginStream, chunk, event, upstream } from '../../test/upstream.ts';
import { type ColloquyRouterOptions, colloquyRouter } from './colloquy-router.ts';

const STREAM = { model: 'm', messages: [{ role: 'user', content: 'Hi' }], stream: true };

/** A router over a service that would send 128 MB of a stream at once, and how that ended for each caller. */
async function flood(options: Partial<ColloquyRouterOptions> = {}) {
  const piece = event(chunk('x'.repeat(64 * 1024)));
  const pieces = 2000;
  let made = 0;
  const { client } = await upstream((_asked, response) => {
    beginStream(response);
    const more = () => {
      while (made < pieces) {
        made += 1;
        if (!response.write(piece)) {
          response.once('drain', more);
          return;
        }
      }
      response.end(`${event(chunk('', 'stop'))}data: [DONE]\n\n`);
    };
    more();
  });
  const ends: RelayEnd[] = [];
  const app = express();
  app.use(colloquyRouter({ client, ...options, hooks: { onEnd: (end) => ends.push(end) } } as ColloquyRouterOptions));
  const { url } = await listen(app);
  return { url: `${url}/chat/completions`, ends, made: () => made, pieces };
}

test('a caller that does not read holds the service back, and gets everything once it does', async () => {
  const { url, ends, made, pieces } = await flood();
  const reply = await post(url, STREAM).reply;
  reply.pause();
  expect(await settled(made)).toBeLessThan(pieces / 4);
  let size = 0;
  let tail = '';
  for await (const bytes of reply) {
    size += (bytes as Buffer).byteLength;
    tail = `${tail}${String(bytes)}`.slice(-20);
  }
  expect(size).toBeGreaterThan(pieces * 64 * 1024);
  expect(tail).toMatch(/data: \[DONE\]\n\n$/);
  expect(ends).toMatchObject([{ reason: 'done', status: 200 }]);
});

test('a caller that leaves while it is waited for is told of once', async () => {
  const { url, ends } = await flood();
  const call = post(url, STREAM);
  await received(await call.reply, 'xxx');
  call.leave();
  await expect.poll(() => ends).toMatchObject([{ reason: 'client_left' }]);
});

/** A number once it stays the same for 50 turns of the event loop that each waited for I/O. */
async function settled(read: () => number): Promise<number> {
  let last = read();
  for (let same = 0; same < 50; ) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    same = read() === last ? same + 1 : 0;
    last = read();
  }
  return last;
}
