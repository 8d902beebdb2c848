import { CHAT_END, chatEvent, jsonAnswer, streamHead } from '@colloquy/core/testing';
import { describe, expect, test } from 'vitest';
import { ASK, ASK_STREAM, against, COMPLETION, failure, readAll, timed } from './harness.ts';

const HEL = chatEvent({ role: 'assistant', content: 'Hel' });

describe('a call that its caller ends', () => {
  test('C36 during a backoff rejects at once', async () => {
    const controller = new AbortController();
    const { client } = await against(({ socket }) => socket.write(jsonAnswer(429, {}, { 'retry-after': '20' })), {
      hooks: { onRetry: () => setTimeout(() => controller.abort('enough'), 10) },
    });
    const { ms, result } = await timed(() =>
      failure(() => client.chat.completions.create(ASK, { signal: controller.signal })),
    );
    expect(result).toMatchObject({ code: 'aborted', cause: 'enough' });
    expect(ms).toBeLessThan(300);
  });

  test('while it waits for an answer closes the connection', async () => {
    const controller = new AbortController();
    const { client, server } = await against(() => controller.abort());
    expect((await failure(() => client.chat.completions.create(ASK, { signal: controller.signal }))).code).toBe(
      'aborted',
    );
    await server.idle();
  });

  test('before it began sends nothing', async () => {
    const { client, server } = await against(() => undefined);
    const error = await failure(() => client.chat.completions.create(ASK, { signal: AbortSignal.abort() }));
    expect(error.code).toBe('aborted');
    expect(server.exchanges).toHaveLength(0);
  });

  test.each(['signal', 'stream.abort()'])('C37 mid-stream by %s rejects with `aborted` and the reason', async (way) => {
    const controller = new AbortController();
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}`));
    const stream = await client.chat.completions.create(ASK_STREAM, { signal: controller.signal });
    const { text, error } = await readAll(async () => ({
      [Symbol.asyncIterator]: async function* () {
        for await (const chunk of stream) {
          yield chunk;
          if (way === 'signal') controller.abort('enough');
          else stream.abort('enough');
        }
      },
    }));
    expect(text).toBe('Hel');
    expect(error).toMatchObject({ code: 'aborted', cause: 'enough', partial: { content: 'Hel' } });
    await server.idle();
  });

  test('C38 by leaving the loop closes the connection', async () => {
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}`));
    for await (const _ of await client.chat.completions.create(ASK_STREAM)) break;
    await server.idle();
  });

  test('C38 without ever reading the stream closes the connection', async () => {
    const { client, server } = await against(({ socket }) => socket.write(`${streamHead()}${HEL}`));
    const stream = await client.chat.completions.create(ASK_STREAM);
    stream.abort();
    await server.idle();
    expect((await failure(() => stream.final())).code).toBe('aborted');
  });

  test('C39 300 calls on one signal leave no listener', async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    const { client } = await against(({ socket, body }) => {
      socket.write(body.includes('"stream":true') ? `${streamHead()}${HEL}${CHAT_END}` : jsonAnswer(200, COMPLETION));
    });
    for (let call = 0; call < 150; call += 1) {
      await client.chat.completions.create(ASK, { signal });
      await (await client.chat.completions.create(ASK_STREAM, { signal })).final();
    }
    expect(listeners).toBe(0);
  });
});
