import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Served } from '../server-bench.ts';

/**
 * Portkey's gateway as its command starts it.
 *
 * It appends to the headers of what `fetch` gave it, which Node forbids, and so answers every stream with 500 ("immutable").
 * Here `fetch` gives it headers that it may change.
 */
export async function portkeyServer(upstream: string): Promise<Served> {
  const given = globalThis.fetch;
  globalThis.fetch = async (...args) => {
    const { body, status, headers } = await given(...args);
    return new Response(body, { status, headers: new Headers(headers) });
  };
  const port = await freePort();
  process.argv.push('--headless', `--port=${port}`);
  process.env['TRUSTED_CUSTOM_HOSTS'] = '127.0.0.1';
  await import(import.meta.resolve('@portkey-ai/gateway/build/start-server.js'));
  while (!(await accepts(port))) await setTimeout(50);
  return {
    url: `http://127.0.0.1:${port}/v1`,
    headers: { authorization: 'Bearer sk-bench', 'x-portkey-provider': 'openai', 'x-portkey-custom-host': upstream },
  };
}

/** It takes a port from its command line alone. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  }).finally(() => socket.destroy()) as Promise<boolean>;
}
