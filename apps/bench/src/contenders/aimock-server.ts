import { LLMock } from '@copilotkit/aimock';
import type { Served } from '../server-bench.ts';

/** aimock, which answers from a fixture in memory. */
export async function aimockServer(): Promise<Served> {
  const mock = new LLMock({ port: 0 });
  mock.onMessage('Hello!', { content: 'Hello there.' });
  await mock.start();
  return { url: `${mock.url}/v1` };
}
