import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Served } from '../server-bench.ts';

export type Asked = { model: string; messages: { role: 'user'; content: string }[] };

/** An application with one handler, `chat`; it is decorated by hand, because Node runs these files without a compiler. */
export async function nestApp(controller: Type, extra: MethodDecorator[] = [], route = Post): Promise<Served> {
  const method = Object.getOwnPropertyDescriptor(controller.prototype, 'chat') as PropertyDescriptor;
  for (const decorate of [...extra, route('chat/completions'), HttpCode(200)])
    decorate(controller.prototype, 'chat', method);
  Body()(controller.prototype, 'chat', 0);
  Controller('v1')(controller);
  class AppModule {}
  Module({ controllers: [controller] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: ['error'] });
  await app.listen(0, '127.0.0.1');
  return { url: `${(await app.getUrl()).replace('[::1]', '127.0.0.1')}/v1` };
}
