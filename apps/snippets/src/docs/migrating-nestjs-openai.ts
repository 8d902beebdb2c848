import 'reflect-metadata';
import assert from 'node:assert/strict';
import { NestFactory } from '@nestjs/core';

process.env['OPENAI_API_KEY'] ??= 'the-key-of-a-reader';

// #region nestjs-openai

import type { Client } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { ColloquyModule, InjectColloquy } from '@colloquy/nestjs';
import { Injectable, Module } from '@nestjs/common';

@Injectable()
class Greeter {
  // before: constructor(private readonly openai: OpenAIService) {}
  constructor(@InjectColloquy() private readonly client: Client) {}

  async greet(name: string) {
    // before: const { data } = await this.openai.createChatCompletion({ … }); data.choices[0].message
    const { choices } = await this.client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: `Say "Good day, ${name}"` }],
    });
    return choices[0]?.message.content;
  }
}

@Module({
  imports: [
    // before: OpenAIModule.registerAsync({ useFactory: () => ({ apiKey: process.env.OPENAI_API_KEY }) })
    ColloquyModule.forRootAsync({
      useFactory: () => ({ provider: openai, apiKey: process.env.OPENAI_API_KEY }),
    }),
  ],
  providers: [Greeter],
})
class AppModule {}
// #endregion

const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
assert.match((await app.get(Greeter).greet('Ada')) ?? '', /Good day, Ada/);
await app.close();
