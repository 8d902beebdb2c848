import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { FRAMEWORKS } from '../../test/frameworks.ts';
import { post, received } from '../../test/leave.ts';
import { listen } from '../../test/listen.ts';
import { beginStream, chunk, event, json, upstream } from '../../test/upstream.ts';
import { colloquy } from '../colloquy.ts';
import { pipeChat } from './pipe-chat.ts';
import { type PipeEnd, type PipeEventsOptions, pipeEvents } from './pipe-events.ts';

const CALL = { model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content: 'Hello!' }] };

describe.each(FRAMEWORKS)('%s', (_name, framework) => {
  test('a chat stream through req.colloquy arrives as OpenAI would have sent it', async () => {
    const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
    const app = framework();
    app.use(colloquy(client));
    app.post('/chat', async (request, response) => {
      const stream = await request.colloquy.chat.completions.create({ ...CALL, stream: true });
      await pipeChat(stream, response);
    });
    const { url } = await listen(app);
    const reply = await fetch(`${url}/chat`, { method: 'POST' });
    expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(reply.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(reply.headers.get('x-accel-buffering')).toBe('no');
    const events = (await reply.text())
      .trim()
      .split('\n\n')
      .map((line) => line.replace('data: ', ''));
    expect(events.pop()).toBe('[DONE]');
    const text = events.map((data) => JSON.parse(data).choices[0]?.delta.content ?? '').join('');
    expect(text).toBe((await client.chat.completions.create(CALL)).choices[0]?.message.content);
  });
});

/** An app that pipes the stream of a service that answers as told, and how that ended. */
async function piping(
  answer: Parameters<typeof upstream>[0],
  options: PipeEventsOptions = {},
): Promise<{ url: string; ended: Promise<PipeEnd> }> {
  const { client } = await upstream(answer, { maxRetries: 0 });
  let onEnd: (end: PipeEnd) => void = () => undefined;
  const ended = new Promise<PipeEnd>((resolve) => {
    onEnd = resolve;
  });
  const app = express();
  app.post('/chat', async (_request, response) => {
    await pipeChat(await client.chat.completions.stream(CALL), response, { ...options, onEnd });
  });
  return { url: `${(await listen(app)).url}/chat`, ended };
}

describe('pipeChat', () => {
  test('an error in the middle becomes an event, without [DONE]', async () => {
    const { url, ended } = await piping((_asked, response) => {
      beginStream(response);
      response.end(event(chunk('Hel')));
    });
    const text = await (await fetch(url, { method: 'POST' })).text();
    expect(text).toContain('"content":"Hel"');
    expect(text).toMatch(
      /data: \{"error":\{"message":"[^"]+","type":"server_error","param":null,"code":"upstream_interrupted"\}\}\n\n$/,
    );
    expect(await ended).toMatchObject({ reason: 'error', events: 1 });
  });

  test('the promise of a stream will do, and where it is rejected the status says why', async () => {
    const { client } = await upstream(({ body }, response) => {
      if (body['model'] !== 'm') {
        json(
          response,
          {
            error: { message: 'No such model', type: 'invalid_request_error', param: 'model', code: 'model_not_found' },
          },
          404,
        );
        return;
      }
      beginStream(response);
      response.end(`${event(chunk('Hi', 'stop'))}data: [DONE]\n\n`);
    });
    const app = express();
    const ends: PipeEnd[] = [];
    app.post('/:model', ({ params }, response) => {
      const stream = client.chat.completions.stream({ ...CALL, model: params.model });
      void pipeChat(stream, response, { onEnd: (end) => ends.push(end) });
    });
    const { url } = await listen(app);
    expect(await (await fetch(`${url}/m`, { method: 'POST' })).text()).toContain('"content":"Hi"');
    const unknown = await fetch(`${url}/other`, { method: 'POST' });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { message: 'No such model', code: 'model_not_found' } });
    expect(ends).toMatchObject([
      { reason: 'done', events: 1 },
      { reason: 'error', events: 0 },
    ]);
  });

  test('comments keep the connection alive until the first token', async () => {
    let go: () => void = () => undefined;
    const { url } = await piping(
      (_asked, response) => {
        beginStream(response);
        go = () => response.end(`${event(chunk('Hi', 'stop'))}data: [DONE]\n\n`);
      },
      { keepAliveMs: 5 },
    );
    const reply = await post(url, {}).reply;
    await received(reply, ': keep-alive\n\n: keep-alive\n\n');
    const rest = received(reply, '[DONE]');
    go();
    expect(await rest).toContain('"content":"Hi"');
  });

  test('a caller that leaves ends it, once, and says so', async () => {
    const { url, ended } = await piping((_asked, response) => {
      beginStream(response);
      response.write(event(chunk('Hel')));
    });
    const call = post(url, {});
    await received(await call.reply, 'Hel');
    call.leave();
    expect(await ended).toEqual({ reason: 'client_left', events: 1 });
  });

  test('a caller that does not read holds the service back', async () => {
    const piece = 'x'.repeat(64 * 1024);
    const pieces = 2000;
    let made = 0;
    const { url, ended } = await piping((_asked, response) => {
      beginStream(response);
      const more = () => {
        while (made < pieces) {
          made += 1;
          if (!response.write(event(chunk(piece)))) {
            response.once('drain', more);
            return;
          }
        }
        response.end(`${event(chunk('', 'stop'))}data: [DONE]\n\n`);
      };
      more();
    });
    const call = post(url, {});
    const reply = await call.reply;
    reply.pause();
    const before = await settled(() => made);
    expect(before).toBeLessThan(pieces / 4);
    reply.resume();
    expect(await ended).toEqual({ reason: 'done', events: pieces + 1 });
  });
});

describe('pipeEvents', () => {
  test('a generator that has nothing to give is left when its caller leaves', async () => {
    const app = express();
    const ended = new Promise<PipeEnd>((resolve) => {
      app.get('/', (_request, response) => {
        const never = async function* () {
          yield { first: true };
          await new Promise(() => undefined);
        };
        void pipeEvents(never(), response, { onEnd: resolve });
      });
    });
    const { url } = await listen(app);
    const controller = new AbortController();
    const reply = await fetch(url, { signal: controller.signal });
    await reply.body?.getReader().read();
    controller.abort();
    expect(await ended).toEqual({ reason: 'client_left', events: 1 });
  });

  test('a signal ends it with its reason as an error of this server', async () => {
    const app = express();
    const controller = new AbortController();
    app.get('/', (_request, response) => {
      const never: AsyncIterable<never> = {
        [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
      };
      void pipeEvents(never, response, { signal: controller.signal });
    });
    const { url } = await listen(app);
    const reply = await fetch(url);
    controller.abort(new Error('a secret of ours'));
    expect(await reply.text()).toBe(
      'data: {"error":{"message":"This server failed.","type":"server_error","param":null,"code":"internal_error"}}\n\n',
    );
  });

  test("items go as JSON, and a mark of one's own ends them", async () => {
    const app = express();
    app.get('/', (_request, response) => {
      const two = async function* () {
        yield { a: 1 };
        yield 'two\nlines';
      };
      void pipeEvents(two(), response, { endMark: 'bye' });
    });
    const { url } = await listen(app);
    expect(await (await fetch(url)).text()).toBe('data: {"a":1}\n\ndata: "two\\nlines"\n\ndata: bye\n\n');
  });
});

/** A number once it stays the same for 50 turns of the event loop that each waited for I/O. */
async function settled(read: () => number): Promise<number> {
  let last = read();
  for (let same = 0; same < 50; ) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    same = read() === last ? same + 1 : 0;
    last = read();
  }
  return last;
}
