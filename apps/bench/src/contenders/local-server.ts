import { createLocal } from '@colloquy/local';
import type { Served } from '../server-bench.ts';

/** The offline provider, which asks for a token, counts, and writes its answer. */
export async function localServer(): Promise<Served> {
  const local = createLocal({ tier: 'none' });
  const { url } = await local.listen({ port: 0 });
  const { token } = await local.tokens.create({ project: 'bench' });
  return { url: `${url}/v1`, headers: { authorization: `Bearer ${token}` }, model: 'colloquy-parrot' };
}
