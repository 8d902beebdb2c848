import type { IncomingMessage } from 'node:http';
import type { Client, FileObject } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { Controller, Get, Post } from '@nestjs/common';
import { pinoHttp } from 'pino-http';
import { expect, test } from 'vitest';
import { ColloquyModule, ColloquyStream, InjectColloquy, UploadedTo, UploadToColloquy } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';
import { startUpstream } from './support/upstream.ts';

const ASK = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };

@Controller()
class ChatController {
  constructor(@InjectColloquy() readonly client: Client) {}

  @Get('whole')
  async whole() {
    // What is awaited in between does not lose the request.
    await new Promise(setImmediate);
    return this.client.chat.completions.create(ASK);
  }

  @Get('named')
  named() {
    return this.client.chat.completions.create(ASK, { headers: { 'x-client-request-id': 'a name of its own' } });
  }

  @Post('stream')
  @ColloquyStream()
  async *stream() {
    yield await this.client.chat.completions.create(ASK);
  }

  @Post('file')
  @UploadToColloquy({ purpose: 'user_data' })
  file(@UploadedTo() file: FileObject) {
    return file;
  }
}

async function started(platform: (typeof PLATFORM_NAMES)[number], genReqId?: () => string | number | object) {
  const seen: unknown[] = [];
  const logged: unknown[] = [];
  const service = await startUpstream((request, response) => {
    seen.push(request.headers['x-client-request-id']);
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end('{"id":"c","object":"chat.completion","choices":[]}');
    });
  });
  const running = await startApp(
    platform,
    {
      imports: [ColloquyModule.forRoot({ provider: openai, apiKey: 'sk-test', baseURL: service.baseURL })],
      controllers: [ChatController],
    },
    {
      configure: (app) => {
        // What nestjs-pino puts in place; on Fastify it takes the id that Fastify gave the request.
        app.use(pinoHttp({ enabled: false, ...(genReqId && { genReqId }) }));
        app.use((request: IncomingMessage, _response: unknown, next: () => void) => {
          logged.push(String(request.id));
          next();
        });
      },
    },
  );
  return {
    seen,
    logged,
    ask: async (path: string, init?: RequestInit) => (await fetch(`${running.url}/${path}`, init)).text(),
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await service[Symbol.asyncDispose]();
    },
  };
}

test.each(PLATFORM_NAMES)(
  'on %s the id that a logger knows goes along with every call of a handler',
  async (platform) => {
    await using running = await started(platform);
    const { ask, seen, logged } = running;
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.txt');
    await ask('whole');
    await ask('stream', { method: 'POST' });
    await ask('file', { method: 'POST', body: form });
    await Promise.all(['whole', 'whole'].map((path) => ask(path)));
    expect(new Set(seen).size).toBe(5);
    expect(seen.toSorted()).toEqual(logged.toSorted());
    await ask('named');
    expect(seen.at(-1)).toBe('a name of its own');
  },
);

test.each([
  ['text', 'log-1', 'log-1'],
  ['a number', 7, '7'],
  ['what no header can carry', 'two\r\nlines', undefined],
  ['an object', { of: 'mine' }, undefined],
])('an id that is %s goes along as far as a header can carry it', async (_, id, header) => {
  await using running = await started('Express', () => id);
  await running.ask('whole');
  expect(running.seen).toEqual([header]);
});
