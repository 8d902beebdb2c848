import { createLocal } from '@colloquy/local';
import { LLMock } from '@copilotkit/aimock';
import type { Served } from '../server-bench.ts';

/** The offline provider, with a token and with limits per minute. */
export async function localServer(): Promise<Served> {
  const local = createLocal({ tier: 'none' });
  const { url } = await local.listen({ port: 0 });
  const { token } = await local.tokens.create({ project: 'bench' });
  return { url: `${url}/v1`, headers: { authorization: `Bearer ${token}` }, model: 'colloquy-parrot' };
}

/** The peer: answers from a fixture, in memory. */
export async function aimockServer(): Promise<Served> {
  const mock = new LLMock({ port: 0 });
  mock.onMessage('Hello!', { content: 'Hello there.' });
  await mock.start();
  return { url: `${mock.url}/v1` };
}
