import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Client, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { Controller, Post, Sse } from '@nestjs/common';
import { defer, from, mergeMap } from 'rxjs';
import { describe, expect, test } from 'vitest';
import {
  ColloquyExceptionFilter,
  ColloquyGatewayModule,
  ColloquyModule,
  ColloquyStream,
  InjectColloquy,
  toMessageEvents,
  UploadedTo,
  UploadToColloquy,
} from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';
import { readEvents, textOf } from './support/read-events.ts';
import { startUpstream } from './support/upstream.ts';

const ASK = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };

@Controller()
class ChatController {
  readonly #client: Client;

  constructor(@InjectColloquy() client: Client) {
    this.#client = client;
  }

  @Post('stream')
  @ColloquyStream()
  stream() {
    return this.#client.chat.completions.create({ ...ASK, stream: true });
  }

  @Post('generator')
  @ColloquyStream()
  async *generator() {
    yield* await this.stream();
  }

  @Post('observable')
  @ColloquyStream()
  observable() {
    return defer(() => this.stream()).pipe(mergeMap((stream) => from(stream)));
  }

  @Sse('sse')
  sse() {
    return toMessageEvents(() => this.stream());
  }

  @Post('file')
  @UploadToColloquy({ purpose: 'user_data' })
  file(@UploadedTo() file: object) {
    return file;
  }

  @Post('whole')
  whole() {
    return this.#client.chat.completions.create(ASK);
  }
}

const chunk = (content: string, finish_reason: string | null = null) =>
  `data: ${JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason }],
  })}\n\n`;

/** A service that streams one token and then waits to be told, and that never answers what is not a stream. */
function startWaitingService(asked: (response: ServerResponse) => void) {
  return startUpstream(async (request, response) => {
    const parts: Buffer[] = [];
    if (request.headers['content-type']?.startsWith('multipart/')) {
      request.once('data', () => asked(response)).resume();
      return;
    }
    for await (const part of request) parts.push(part);
    if (JSON.parse(Buffer.concat(parts).toString()).stream) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chunk('so '));
    }
    asked(response);
  });
}

const STREAMS = ['stream', 'generator', 'observable', 'sse', 'v1/chat/completions'];

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  const start = (baseURL: string, shutdownTimeoutMs: number) =>
    startApp(
      platform,
      {
        imports: [
          ColloquyModule.forRoot({ provider: openai, apiKey: 'sk-test', baseURL, maxRetries: 0, shutdownTimeoutMs }),
          ColloquyGatewayModule.register({
            client: createClient({ provider: openai, apiKey: 'sk-test', baseURL, maxRetries: 0 }),
            shutdownTimeoutMs,
          }),
        ],
        controllers: [ChatController],
      },
      { configure: (app) => app.useGlobalFilters(new ColloquyExceptionFilter()) },
    );

  const ask = (url: string, path: string) => {
    if (path === 'sse') return fetch(`${url}/sse`);
    const headers = { 'content-type': 'application/json' };
    return fetch(`${url}/${path}`, { method: 'POST', headers, body: JSON.stringify({ ...ASK, stream: true }) });
  };

  test.each(STREAMS)('closing waits for what is open to end well: %s', async (path) => {
    const asked = Promise.withResolvers<ServerResponse>();
    await using service = await startWaitingService(asked.resolve);
    await using running = await start(service.baseURL, 5000);
    const response = await ask(running.url, path);
    const upstream = await asked.promise;
    const closed = running.app.close();
    const refused = await ask(running.url, path);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    upstream.end(`${chunk('far', 'stop')}data: [DONE]\n\n`);
    const events = await readEvents(response);
    expect(textOf(events)).toBe('so far');
    expect(events.at(-1)).toBe('[DONE]');
    await closed;
  });

  test.each(STREAMS)(
    'what is open after the grace time ends with an error, and never without a word: %s',
    async (path) => {
      const asked = Promise.withResolvers<ServerResponse>();
      await using service = await startWaitingService(asked.resolve);
      await using running = await start(service.baseURL, 50);
      const response = await ask(running.url, path);
      const upstream = await asked.promise;
      const left = new Promise((resolve) => upstream.once('close', resolve));
      const began = performance.now();
      await running.app.close();
      expect(performance.now() - began).toBeLessThan(1000);
      const events = await readEvents(response);
      expect(textOf(events.slice(0, -1))).toBe('so ');
      expect(JSON.parse(events.at(-1) as string)).toMatchObject({
        error: { type: 'service_unavailable_error', code: 'server_closing' },
      });
      await left;
    },
  );

  test('an upload that is under way after the grace time is answered, and its service let go of', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    await using service = await startWaitingService(asked.resolve);
    await using running = await start(service.baseURL, 50);
    const call = httpRequest(`${running.url}/file`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });
    call.on('error', () => undefined);
    const replied = once(call, 'response');
    call.write(`--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(200_000)}`);
    const upstream = await asked.promise;
    const left = once(upstream, 'close');
    const closed = running.app.close();
    const [reply] = (await replied) as [IncomingMessage];
    expect(reply.statusCode).toBeGreaterThanOrEqual(499);
    await left;
    call.destroy();
    await closed;
  });

  test('a call that is not a stream does not hold the application open beyond the grace time', async () => {
    const asked = Promise.withResolvers<ServerResponse>();
    await using service = await startWaitingService(asked.resolve);
    await using running = await start(service.baseURL, 50);
    const answer = fetch(`${running.url}/whole`, { method: 'POST', headers: { connection: 'close' } });
    await asked.promise;
    const began = performance.now();
    const closed = running.app.close();
    expect((await answer).status).toBeGreaterThanOrEqual(499);
    await closed;
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
