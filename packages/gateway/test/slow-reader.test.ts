import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { EventStream, ServerEvent } from '@colloquy/core';
import { type ExchangeReport, type RelayEnd, relay } from '@colloquy/gateway';
import { expect, test } from 'vitest';
import { drained } from '../src/relay/drained.ts';
import { setup } from './call.ts';
import { listen } from './listen.ts';
import { piece, startEvents } from './upstream-server.ts';

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

test('S9: a caller of a gateway that never reads is let go of, its upstream too, and it pays for what was sent', async () => {
  const reports: ExchangeReport[] = [];
  const { gateway, upstream } = await setup(
    async (_, response) => {
      startEvents(response);
      response.write(piece('m', { role: 'assistant', content: '' }));
      while (!response.destroyed) {
        if (response.write(piece('m', { content: 'x'.repeat(16_000) }))) continue;
        await drained(response);
      }
    },
    { hooks: { onExchange: (report) => reports.push(report) } },
  );
  const { port, key } = await listen(gateway, { writeTimeoutMs: 200 });
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], stream: true, max_tokens: 9 });
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.pause();
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(() => reports, { timeout: 10_000 }).toMatchObject([{ ending: 'left', upstream: 'main' }]);
  await expect.poll(() => upstream.aborts.length).toBe(1);
  expect(gateway.inFlight).toBe(0);
  const [{ tokens }] = reports as [ExchangeReport];
  expect(tokens).toBeGreaterThan(2);
  expect((await gateway.quota({ project: 'alpha', token: 't' })).tokens_per_day?.used).toBe(tokens);
  socket.destroy();
});
