import type { Client } from '@colloquy/core';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect, test } from 'vitest';
import { ColloquyModule, InjectColloquy } from '../src/index.ts';
import { ColloquyTestingModule } from '../src/testing/index.ts';

@Injectable()
class Greeter {
  constructor(@InjectColloquy('greetings') readonly client: Client) {}

  async greet(name: string): Promise<string | null | undefined> {
    const messages = [{ role: 'user' as const, content: `Greet ${name}` }];
    const { choices } = await this.client.chat.completions.create({ model: 'm', messages });
    return choices[0]?.message.content;
  }
}

@Module({ imports: [ColloquyModule.forFeature(['greetings'])], providers: [Greeter] })
class GreetingsModule {}

test('a module under test gets the scripted answers, and its calls are recorded', async () => {
  const colloquy = ColloquyTestingModule.forRoot({
    names: ['greetings'],
    script: [{ text: 'Hello Ada' }, { text: 'Hello Bob' }],
  });
  const module = await Test.createTestingModule({ imports: [colloquy, GreetingsModule] }).compile();
  const greeter = module.get(Greeter, { strict: false });
  expect(await greeter.greet('Ada')).toBe('Hello Ada');
  expect(await greeter.greet('Bob')).toBe('Hello Bob');
  expect(colloquy.calls.map(({ method, path, body }) => ({ method, path, body }))).toMatchObject([
    { method: 'POST', path: '/chat/completions', body: { messages: [{ content: 'Greet Ada' }], stream: false } },
    { body: { messages: [{ content: 'Greet Bob' }] } },
  ]);
});

test('a scripted error reaches the module as the service would have sent it', async () => {
  const error = { status: 429, message: 'slow down', code: 'rate_limit_exceeded' };
  const colloquy = ColloquyTestingModule.forRoot({
    names: ['greetings'],
    script: [{ error, headers: { 'retry-after': '3' } }],
  });
  const module = await Test.createTestingModule({ imports: [colloquy, GreetingsModule] }).compile();
  const failure = module.get(Greeter, { strict: false }).greet('Ada');
  await expect(failure).rejects.toMatchObject({ code: 'rate_limit', retryAfterMs: 3000 });
  expect(colloquy.calls).toHaveLength(1);
});

test('a call beyond the script says how many replies there were', async () => {
  const colloquy = ColloquyTestingModule.forRoot({ names: ['greetings'] });
  const module = await Test.createTestingModule({ imports: [colloquy, GreetingsModule] }).compile();
  await expect(module.get(Greeter, { strict: false }).greet('Ada')).rejects.toThrow('the script has 0 replies');
});
