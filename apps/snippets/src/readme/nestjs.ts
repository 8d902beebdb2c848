import 'reflect-metadata';
import assert from 'node:assert/strict';
import { NestFactory } from '@nestjs/core';

// #region nestjs

import type { ChatCompletionMessageParam, Client } from '@colloquy/core';
import { jrc } from '@colloquy/core/providers';
import { ColloquyModule, ColloquyStream, InjectColloquy } from '@colloquy/nestjs';
import { Body, Controller, Module, Post } from '@nestjs/common';

@Controller()
class ChatController {
  constructor(@InjectColloquy() private readonly client: Client) {}

  @Post('chat')
  @ColloquyStream()
  chat(@Body() { messages }: { messages: ChatCompletionMessageParam[] }) {
    return this.client.chat.completions.create({ model: 'gpt-4o', messages, stream: true });
  }
}

@Module({ imports: [ColloquyModule.forRoot({ provider: jrc })], controllers: [ChatController] })
class AppModule {}
// #endregion

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
const response = await fetch(`${await app.getUrl()}/chat`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ messages: [{ role: 'user', content: 'Say "Good day"' }] }),
});
const events = await response.text();
assert.match(events, /"chat\.completion\.chunk"/);
assert.match(events, /data: \[DONE\]\n\n$/);
await app.close();
