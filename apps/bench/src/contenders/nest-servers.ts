import 'reflect-metadata';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { ColloquyStream } from '@colloquy/nestjs';
import { Body, Controller, HttpCode, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Served } from '../server-bench.ts';

type Asked = { model: string; messages: { role: 'user'; content: string }[] };

/** A decorator called by hand, because Node runs these files without a compiler. */
function post(controller: Type, extra: MethodDecorator[]): Type {
  const method = Object.getOwnPropertyDescriptor(controller.prototype, 'chat') as PropertyDescriptor;
  for (const decorate of [...extra, Post('chat/completions'), HttpCode(200)])
    decorate(controller.prototype, 'chat', method);
  Body()(controller.prototype, 'chat', 0);
  Controller('v1')(controller);
  return controller;
}

async function serve(controller: Type): Promise<Served> {
  class AppModule {}
  Module({ controllers: [controller] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  return { url: `${(await app.getUrl()).replace('[::1]', '127.0.0.1')}/v1` };
}

/** A handler that returns a `ChatStream`. */
export async function nestStream(upstream: string): Promise<Served> {
  const client = createClient({ provider: openai, apiKey: 'sk-bench', baseURL: upstream });
  class ChatController {
    chat(body: Asked) {
      return client.chat.completions.create({ ...body, stream: true });
    }
  }
  return serve(post(ChatController, [ColloquyStream()]));
}

/** A handler that returns the web `Response` of a `fetch`, the fastest way Nest has by itself. */
export async function nestResponse(upstream: string): Promise<Served> {
  class ChatController {
    chat(body: Asked) {
      return fetch(`${upstream}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, stream: true }),
      });
    }
  }
  return serve(post(ChatController, []));
}
