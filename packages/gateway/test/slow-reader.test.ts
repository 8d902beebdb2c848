import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { EventStream, ServerEvent } from '@colloquy/core';
import { type RelayEnd, relay } from '@colloquy/gateway';
import { expect, test } from 'vitest';

test('a caller that never reads is cut off, and what it asked for is let go of', async () => {
  let left = false;
  const endless = new EventStream(() => ({
    next: async () => ({ value: { events: [ServerEvent.of({ text: 'x'.repeat(100_000) })] }, done: false }),
    return: async () => {
      left = true;
      return { value: undefined, done: true };
    },
  }));
  const ends: RelayEnd[] = [];
  const server = createServer(async (_, response) => {
    const call = { method: 'POST', path: '/chat/completions', headers: {}, answer: 'events' } as const;
    const service = async () => ({ status: 200, headers: {}, body: endless });
    ends.push(await relay(service, call, response, { writeTimeoutMs: 100 }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.pause();
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await expect.poll(() => ends, { timeout: 10_000 }).toMatchObject([{ reason: 'client_left' }]);
  expect(left).toBe(true);
  socket.destroy();
  server.close();
  await once(server, 'close');
});
