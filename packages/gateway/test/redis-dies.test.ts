import { EventStream } from '@colloquy/core';
import { createGateway } from '@colloquy/gateway';
import { redisStore } from '@colloquy/limits/redis';
import { describe, expect, test } from 'vitest';
import { hasRedis, startRedis } from '../../limits/test/redis-server.ts';
import { ALICE, messages, post } from './call.ts';
import { piece, startEvents, startUpstream } from './upstream-server.ts';

describe.skipIf(!hasRedis())('S27: when Redis dies', () => {
  test('answers under way are finished, new ones are 503 within a second, and nothing used is lost when it is back', async () => {
    let finish = (): void => {};
    const redis = await startRedis();
    const upstream = await startUpstream(({ json }, response) => {
      startEvents(response);
      response.write(piece(json.model, { content: 'one ' }));
      finish = () => {
        response.write('data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n');
        response.end(
          'data: {"choices":[],"usage":{"prompt_tokens":2,"completion_tokens":40,"total_tokens":42}}\n\ndata: [DONE]\n\n',
        );
      };
    });
    const gateway = createGateway({
      upstreams: { main: upstream.client() },
      models: { '*': 'main' },
      store: { limits: redisStore(redis.url) },
    });
    const transport = gateway.transport(ALICE);
    const body = { model: 'm', messages, max_tokens: 100 };
    const reply = await transport({
      method: 'POST',
      path: '/chat/completions',
      headers: {},
      body: { ...body, stream: true },
    });
    await redis.kill();
    const began = performance.now();
    const refused = await post(transport, '/chat/completions', body);
    expect(refused).toMatchObject({ status: 503, json: { error: { code: 'limit_store_unavailable' } } });
    expect(performance.now() - began).toBeLessThan(1_500);

    finish();
    let isDone = false;
    for await (const { events } of reply.body as EventStream) isDone ||= events.some((event) => event.isDone);
    expect(isDone).toBe(true);
    await redis.restart();
    const used = () =>
      gateway.quota(ALICE).then(
        (quota) => quota.tokens_per_day?.used,
        () => undefined,
      );
    await expect.poll(used, { timeout: 20_000, interval: 100 }).toBe(42);
    await gateway.close();
    await upstream.close();
    await redis.stop();
  });
});
