import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { Refusal } from '../refusal/refusal.ts';
import { requestBody } from './request-body.ts';

test('S1: a body that only trickles is refused with 408', async () => {
  const asked = Promise.withResolvers<IncomingMessage>();
  const server = createServer((incoming) => asked.resolve(incoming));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc');
  const read = (async () => {
    for await (const _chunk of requestBody(await asked.promise, 40)) {
      // Only waiting for the end.
    }
  })();
  const error = await read.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refusal);
  expect((error as Refusal).status).toBe(408);
  socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});
