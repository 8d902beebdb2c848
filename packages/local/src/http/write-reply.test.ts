import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { EventStream, ServerEvent } from '@colloquy/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeReply } from './write-reply.ts';

let server: Server;
let port: number;
let made: number;
let ended: Promise<void>;

/** Events without an end; `made` counts them, `ended` tells that nobody wants more. */
beforeEach(async () => {
  made = 0;
  const over = Promise.withResolvers<void>();
  ended = over.promise;
  async function* endless() {
    try {
      for (;;) {
        made += 1;
        yield { events: [ServerEvent.of({ filling: 'x'.repeat(1_000) })] };
        if (made % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      over.resolve();
    }
  }
  server = createServer((_incoming, response) => {
    const reply = { status: 200, headers: { 'content-type': 'text/event-stream' }, body: EventStream.from(endless()) };
    void writeReply(reply, response, true, 200);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a client that reads nothing holds up the making of events, and is cut off in time', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await ended;
  // What the sockets' buffers hold, and not the millions that an unbounded queue would take.
  expect(made).toBeLessThan(20_000);
  socket.destroy();
});

test('a client that leaves ends the making of events', async () => {
  const asked = request({ port, host: '127.0.0.1' }, (response) => {
    response.once('data', () => asked.destroy());
  });
  asked.on('error', () => {});
  asked.end();
  await ended;
  const then = made;
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBe(then);
});
