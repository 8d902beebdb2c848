import 'reflect-metadata';
import assert from 'node:assert/strict';

process.env['OPENAI_API_KEY'] ??= 'the-key-of-a-reader';

import type { Client } from '@colloquy/core';
import { ColloquyModule, InjectColloquy } from '@colloquy/nestjs';
import { Injectable, Module } from '@nestjs/common';

@Injectable()
class Greeter {
  constructor(@InjectColloquy() private readonly client: Client) {}

  async greet(name: string) {
    const messages = [{ role: 'user' as const, content: `Greet ${name}` }];
    const { choices } = await this.client.chat.completions.create({ model: 'gpt-4o-mini', messages });
    return choices[0]?.message.content;
  }
}

@Module({ providers: [Greeter], exports: [Greeter] })
class GreetingsModule {}

// #region module

import { ColloquyTestingModule } from '@colloquy/nestjs/testing';
import { Test } from '@nestjs/testing';

const colloquy = ColloquyTestingModule.forRoot({ script: [{ text: 'Good morning, Ada' }] });
const module = await Test.createTestingModule({ imports: [colloquy, GreetingsModule] }).compile();

assert.equal(await module.get(Greeter, { strict: false }).greet('Ada'), 'Good morning, Ada');
assert.equal(colloquy.calls.length, 1);
// #endregion

@Module({ imports: [ColloquyModule.forRoot({ provider: openai, isGlobal: true }), GreetingsModule] })
class AppModule {}

// #region override

import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { getColloquyToken } from '@colloquy/nestjs';

const transport = scriptedTransport([{ text: 'Good evening, Ada' }]);
const app = await Test.createTestingModule({ imports: [AppModule] })
  .overrideProvider(getColloquyToken())
  .useValue(createClient({ provider: openai, transport }))
  .compile();

assert.equal(await app.get(Greeter, { strict: false }).greet('Ada'), 'Good evening, Ada');
// #endregion
