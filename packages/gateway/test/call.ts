import { collect, EventStream, type Transport, type WireReply } from '@colloquy/core';
import { createGateway, type Gateway, type GatewayOptions } from '@colloquy/gateway';
import { onTestFinished } from 'vitest';
import { type Behaviour, startUpstream, type UpstreamServer } from './upstream-server.ts';

export const ALICE = { project: 'alpha', token: 'tok_alice' };
export const BOB = { project: 'beta', token: 'tok_bob' };

/** A reply, read to its end. */
export interface Read {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Record<string, unknown> & {
    error?: { message: string; type: string; param: string | null; code: string | null };
  };
}

export async function post(transport: Transport, path: string, body: object, headers = {}): Promise<Read> {
  return read(await transport({ method: 'POST', path, headers, body }));
}

export async function get(transport: Transport, path: string, method = 'GET'): Promise<Read> {
  return read(await transport({ method, path, headers: {} }));
}

async function read({ status, headers, body }: WireReply): Promise<Read> {
  return { status, headers, json: JSON.parse(new TextDecoder().decode(await collect(body))) };
}

export const messages = [{ role: 'user', content: 'Say it.' }];

/** The text of a chat stream, and whether it ended with `[DONE]`. */
export async function readStream({ body }: WireReply): Promise<{ text: string; isDone: boolean; events: unknown[] }> {
  if (!EventStream.isInstance(body)) throw new Error('no stream');
  const events: unknown[] = [];
  let text = '';
  let isDone = false;
  for await (const batch of body) {
    for (const event of batch.events) {
      if (event.isDone) {
        isDone = true;
        continue;
      }
      events.push(event.json);
      text += (event.json as { choices?: { delta?: { content?: string } }[] }).choices?.[0]?.delta?.content ?? '';
    }
  }
  return { text, isDone, events };
}

/** A gateway over one upstream, both gone when the test is over. */
export async function setup(
  behave?: Behaviour,
  options: Partial<GatewayOptions> = {},
): Promise<{ gateway: Gateway; upstream: UpstreamServer; alice: Transport; bob: Transport }> {
  const upstream = await startUpstream(behave);
  const gateway = createGateway({ upstreams: { main: upstream.client() }, models: { '*': 'main' }, ...options });
  onTestFinished(async () => {
    await gateway.close({ graceMs: 0 });
    await upstream.close();
  });
  return { gateway, upstream, alice: gateway.transport(ALICE), bob: gateway.transport(BOB) };
}
