import { Agent } from 'undici';
import { ASK, inParallel } from './bench.ts';
import { EVENTS_A_STREAM, type Served, type ServerBench } from './server-bench.ts';

/** Sends `units` units of load to a server and reads every answer to its end. */
export async function drive(bench: ServerBench, served: Served, units: number): Promise<void> {
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const isStream = bench.load === 'stream';
  const { pathname, origin } = new URL(served.url);
  const model = served.model ?? (isStream ? `text-${EVENTS_A_STREAM}` : 'm');
  const body = JSON.stringify({ model, messages: ASK, ...(isStream ? { stream: true } : {}) });
  await inParallel(isStream ? Math.ceil(units / EVENTS_A_STREAM) : units, isStream ? 4 : 32, async () => {
    const reply = await agent.request({
      origin,
      path: `${pathname === '/' ? '' : pathname}/chat/completions`,
      method: 'POST',
      headers: { 'content-type': 'application/json', ...served.headers },
      body,
    });
    if (reply.statusCode !== 200) throw new Error(`${bench.name}: ${reply.statusCode} ${await reply.body.text()}`);
    for await (const _ of reply.body);
  });
  await agent.close();
}
