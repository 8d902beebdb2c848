import type { Client } from '@colloquy/core';
import { InjectColloquy } from '@colloquy/nestjs';
import { ColloquyTestingModule } from '@colloquy/nestjs/testing';
import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';

@Injectable()
class Greeter {
  constructor(@InjectColloquy() readonly client: Client) {}

  async greet(name: string) {
    const messages = [{ role: 'user' as const, content: `Greet ${name}` }];
    const { choices } = await this.client.chat.completions.create({ model: 'gpt-4o-mini', messages });
    return choices[0]?.message.content;
  }
}

const colloquy = ColloquyTestingModule.forRoot({ script: [{ text: 'Good morning, Ada' }] });
const module = await Test.createTestingModule({ imports: [colloquy], providers: [Greeter] }).compile();

console.log(await module.get(Greeter).greet('Ada')); // Good morning, Ada
console.log(colloquy.calls[0]?.path); // /chat/completions
