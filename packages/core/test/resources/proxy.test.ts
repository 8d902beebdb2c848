import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { type RawServer, rawServer } from '@colloquy/core/testing';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { ASK, COMPLETION, failure } from '../faults/harness.ts';
import { replay } from '../replay.ts';

const VARIABLES = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];
const kept = VARIABLES.map((name) => [name, process.env[name]] as const);
afterEach(() => {
  for (const [name, value] of kept) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** A proxy that forwards both ways a client may ask it to, and notes what it was asked. */
async function proxy() {
  const asked: { line: string; authorization: string | undefined }[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push({ line: `${incoming.method} ${incoming.url}`, authorization: incoming.headers['proxy-authorization'] });
    const { method, headers } = incoming;
    const upstream = request(String(incoming.url), { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    incoming.pipe(upstream);
  });
  server.on('connect', (incoming, socket) => {
    asked.push({ line: `CONNECT ${incoming.url}`, authorization: incoming.headers['proxy-authorization'] });
    const [host, port] = String(incoming.url).split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connected\r\n\r\n');
      upstream.pipe(socket);
      socket.pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, host: `127.0.0.1:${(server.address() as { port: number }).port}` };
}

test.each(['HTTP_PROXY', 'http_proxy'])('%s is used', async (name) => {
  const { asked, host } = await proxy();
  const { client, origin, asked: reached } = await replay(openai, () => ({ body: JSON.stringify(COMPLETION) }));
  process.env[name] = `http://${host}`;
  expect((await client.chat.completions.create(ASK)).id).toBe('chatcmpl-1');
  expect(asked).toHaveLength(1);
  expect(asked[0]?.line).toContain(new URL(origin).host);
  expect(reached[0]?.headers.authorization).toBe('Bearer sk-test');
});

test('NO_PROXY excepts hosts from it', async () => {
  const { asked, host } = await proxy();
  const { client, asked: reached } = await replay(openai, () => ({ body: JSON.stringify(COMPLETION) }));
  process.env['HTTP_PROXY'] = `http://${host}`;
  process.env['NO_PROXY'] = '127.0.0.1';
  await client.chat.completions.create(ASK);
  expect(asked).toEqual([]);
  expect(reached).toHaveLength(1);
});

test('a service by https is reached through a tunnel, in which the key is not to be seen', async () => {
  const { asked, host } = await proxy();
  const behind: RawServer = await rawServer(() => undefined);
  process.env['HTTPS_PROXY'] = `http://${host}`;
  const client = createClient({
    provider: openai,
    apiKey: 'sk-canary-1',
    baseURL: behind.baseURL.replace('http:', 'https:'),
    maxRetries: 0,
    timeout: { firstByte: 300 },
  });
  onTestFinished(async () => {
    await client.close();
    await behind.close();
  });
  // No TLS is spoken behind the tunnel, so the call fails; what the proxy saw is what matters.
  await failure(() => client.chat.completions.create(ASK));
  expect(asked.map(({ line }) => line)).toEqual([`CONNECT 127.0.0.1:${behind.port}`]);
});

test('a proxy’s password reaches the proxy, and no error', async () => {
  const { asked, host } = await proxy();
  const { client } = await replay(openai, () => ({ body: JSON.stringify(COMPLETION) }));
  process.env['HTTP_PROXY'] = `http://user:canary@${host}`;
  await client.chat.completions.create(ASK);
  expect(asked[0]?.authorization).toBe(`Basic ${btoa('user:canary')}`);

  process.env['HTTP_PROXY'] = 'http://user:canary@127.0.0.1:1';
  const other = createClient({ provider: openai, apiKey: 'sk-x', baseURL: 'http://127.0.0.1:2/v1', maxRetries: 0 });
  const error = await failure(() => other.chat.completions.create(ASK));
  expect(error.code).toBe('connection');
  expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('canary');
  await other.close();
});
