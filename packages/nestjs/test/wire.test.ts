import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Client } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { Body, Controller, Post, Res } from '@nestjs/common';
import OpenAI, { APIError } from 'openai';
import { Observable } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { ColloquyExceptionFilter, ColloquyModule, ColloquyStream, InjectColloquy } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';

let produced = 0;
let torn = false;

@Controller()
class WireController {
  constructor(@InjectColloquy() readonly client: Client) {}

  @Post('v1/chat/completions')
  @ColloquyStream()
  chat(@Body() body: Parameters<Client['chat']['completions']['create']>[0]) {
    return this.client.chat.completions.create(body);
  }

  @Post('v1/responses')
  @ColloquyStream()
  responses(@Body() body: Parameters<Client['responses']['create']>[0]) {
    return this.client.responses.create(body);
  }

  @Post('broken/chat/completions')
  @ColloquyStream()
  async *broken() {
    yield { id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: 'so far' } }] };
    throw new Error('it broke');
  }

  @Post('endless')
  @ColloquyStream()
  async *endless() {
    try {
      for (;;) {
        produced += 1;
        yield { text: 'x'.repeat(10_000) };
        // A source that takes its time, as every network does.
        await new Promise(setImmediate);
      }
    } finally {
      torn = true;
    }
  }

  @Post('quiet')
  @ColloquyStream({ flushHeaders: 'immediate', keepAliveMs: 10 })
  quiet() {
    return new Observable<object>(() => () => {
      torn = true;
    });
  }

  @Post('usurped')
  @ColloquyStream({ keepAliveMs: 20 })
  async *usurped(@Res() response: { raw?: ServerResponse } & ServerResponse) {
    (response.raw ?? response).writeHead(200, { 'content-type': 'text/plain' }).write('mine');
    yield* await new Promise<object[]>(() => undefined);
  }

  @Post('patient')
  @ColloquyStream({ keepAliveMs: 20 })
  async *patient() {
    yield* await new Promise<object[]>(() => undefined);
  }
}

function open(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: 'POST', agent: false }, resolve).on('error', reject).end();
  });
}

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  const start = () =>
    startApp(
      platform,
      {
        imports: [ColloquyModule.forRoot({ provider: openai, transport: createLocal().transport() })],
        controllers: [WireController],
      },
      { configure: (app) => app.useGlobalFilters(new ColloquyExceptionFilter()) },
    );
  const messages = [{ role: 'user' as const, content: 'Say hello' }];

  test('the openai package reads what a handler streams, and what it answers whole', async () => {
    await using running = await start();
    const client = new OpenAI({ baseURL: `${running.url}/v1`, apiKey: 'any', maxRetries: 0 });
    let said = '';
    for await (const chunk of await client.chat.completions.create({ model: 'gpt-4o-mini', messages, stream: true })) {
      said += chunk.choices[0]?.delta.content ?? '';
    }
    expect(said).toMatch(/\S/);
    const whole = await client.chat.completions.create({ model: 'gpt-4o-mini', messages });
    expect(whole.object).toBe('chat.completion');
    const types: string[] = [];
    for await (const event of await client.responses.create({ model: 'gpt-4o-mini', input: 'Hi', stream: true })) {
      types.push(event.type);
    }
    expect([types.at(0), types.at(-1)]).toEqual(['response.created', 'response.completed']);
    const failure = client.chat.completions.create({ model: 'no-such-model', messages, stream: true });
    await expect(failure).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  test('the openai package sees an error in the stream as an APIError', async () => {
    await using running = await start();
    const client = new OpenAI({ baseURL: `${running.url}/broken`, apiKey: 'any', maxRetries: 0 });
    const stream = await client.chat.completions.create({ model: 'm', messages, stream: true });
    const chunks: unknown[] = [];
    const read = async () => {
      for await (const chunk of stream) chunks.push(chunk);
    };
    const failure = await read().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(APIError);
    expect(chunks).toHaveLength(1);
  });

  test('a reader that stops reading holds the source back, and one that leaves ends it', async () => {
    produced = 0;
    torn = false;
    await using running = await start();
    const response = await open(`${running.url}/endless`);
    response.once('readable', () => undefined);
    // Until the buffers on the way are full the source goes on; then its count stands still.
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = produced === before && produced > 0;
          before = produced;
          return isStill;
        },
        { interval: 100, timeout: 10_000 },
      )
      .toBe(true);
    expect(produced * 10_000).toBeLessThan(32_000_000);
    response.destroy();
    await expect.poll(() => torn, { interval: 2 }).toBe(true);
  });

  test('headers and keep-alive comments come before the first event, and a client that leaves unsubscribes', async () => {
    torn = false;
    await using running = await start();
    const response = await open(`${running.url}/quiet`);
    expect(response.statusCode).toBe(200);
    expect(response.headers['x-accel-buffering']).toBe('no');
    const [comment] = (await once(response, 'data')) as [Buffer];
    expect(comment.toString()).toMatch(/^: .*\n\n/);
    response.destroy();
    await expect.poll(() => torn, { interval: 2 }).toBe(true);
  });

  test('a handler that writes the answer itself ends with what it wrote, and the server goes on', async () => {
    await using running = await start();
    const response = await open(`${running.url}/usurped`);
    expect(await text(response)).toBe('mine');
    const next = await open(`${running.url}/quiet`);
    expect(next.statusCode).toBe(200);
    next.destroy();
  });

  test('a stream that waits for its first event opens after one keep-alive at the latest', async () => {
    await using running = await start();
    const response = await open(`${running.url}/patient`);
    const [comment] = (await once(response, 'data')) as [Buffer];
    expect(comment.toString()).toMatch(/^: /);
    response.destroy();
  });
});
