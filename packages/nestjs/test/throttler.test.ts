import type { Client } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { type ScriptedReply, scriptedTransport } from '@colloquy/core/testing';
import { Body, Controller, Post } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { Throttle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { describe, expect, test } from 'vitest';
import { ColloquyExceptionFilter, ColloquyModule, ColloquyStream, InjectColloquy } from '../src/index.ts';
import {
  ColloquyThrottlerGuard,
  ColloquyThrottlerInterceptor,
  ColloquyThrottlerStorage,
} from '../src/throttler/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';

interface Ask {
  messages: { role: 'user'; content: string }[];
  max_tokens: number;
}

@Controller()
class ChatController {
  readonly #client: Client;

  constructor(@InjectColloquy() client: Client) {
    this.#client = client;
  }

  @Post('whole')
  whole(@Body() body: Ask) {
    return this.#client.chat.completions.create({ model: 'm', ...body });
  }

  @Post('stream')
  @ColloquyStream()
  stream(@Body() body: Ask) {
    return this.#client.chat.completions.create({
      model: 'm',
      ...body,
      stream: true,
      stream_options: { include_usage: true },
    });
  }

  @Post('untold')
  @ColloquyStream()
  async *untold() {
    for (let at = 0; at < 12; at += 1) yield { choices: [{ index: 0, delta: { content: 'word' } }] };
  }

  @Post('narrow')
  @Throttle({ tokens: { limit: 10, ttl: 60_000 } })
  narrow(@Body() body: Ask) {
    return this.whole(body);
  }
}

const ask = { messages: [{ role: 'user' as const, content: 'abcd' }], max_tokens: 59 };

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  const start = (
    script: ScriptedReply[],
    throttlers: { name: string; ttl: number; limit: number }[],
    guard = ColloquyThrottlerGuard,
  ) =>
    startApp(
      platform,
      {
        imports: [
          ColloquyModule.forRoot({ provider: openai, transport: scriptedTransport(script), maxRetries: 0 }),
          ThrottlerModule.forRoot({
            throttlers,
            storage: new ColloquyThrottlerStorage({ clock: () => 1_800_000_000_000 }),
            // One key for all routes, as a project's would be.
            generateKey: (_context, _tracker, name) => `everybody ${name}`,
          }),
        ],
        controllers: [ChatController],
        providers: [
          { provide: APP_GUARD, useClass: guard },
          { provide: APP_INTERCEPTOR, useClass: ColloquyThrottlerInterceptor },
        ],
      },
      { configure: (app) => app.useGlobalFilters(new ColloquyExceptionFilter()) },
    );
  const post = async (url: string, body: Ask = ask) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    await response.text();
    return response;
  };
  const used = (completion_tokens: number): ScriptedReply => ({
    text: 'ok',
    usage: { prompt_tokens: 3, completion_tokens },
  });
  const left = (response: Response) => Number(response.headers.get('x-ratelimit-remaining-tokens'));

  test.each(['whole', 'stream'])('a %s answer is reserved at its most and settled at what it used', async (path) => {
    await using running = await start([used(7), used(7)], [{ name: 'tokens', ttl: 60_000, limit: 100 }]);
    const first = await post(`${running.url}/${path}`);
    expect(first.ok).toBe(true);
    const reserved = 100 - left(first);
    expect(reserved).toBeGreaterThanOrEqual(60);
    const second = await post(`${running.url}/${path}`);
    expect(100 - left(second)).toBe(10 + reserved);
  });

  test('a stream that tells no usage is settled at what was delivered', async () => {
    await using running = await start([], [{ name: 'tokens', ttl: 60_000, limit: 200 }]);
    const reserved = 200 - left(await post(`${running.url}/untold`));
    const prompt = reserved - ask.max_tokens;
    const settled = 200 - reserved - left(await post(`${running.url}/untold`));
    expect(settled).toBe(prompt + 12);
  });

  test('what does not fit is 429 with the standard Retry-After, uses nothing, and asks nobody', async () => {
    await using running = await start([used(1)], [{ name: 'tokens', ttl: 60_000, limit: 70 }]);
    const refused = await post(`${running.url}/whole`, { ...ask, max_tokens: 71 });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(left(refused)).toBe(70);
    expect((await post(`${running.url}/whole`)).ok).toBe(true);
  });

  test('a failed call gives back what was reserved for it', async () => {
    const failure = { error: { status: 400, message: 'no' } };
    await using running = await start([failure, used(1)], [{ name: 'tokens', ttl: 60_000, limit: 70 }]);
    expect((await post(`${running.url}/whole`)).status).toBe(400);
    expect((await post(`${running.url}/whole`)).status).toBe(201);
  });

  test('@Throttle narrows a route, and requests are counted beside tokens', async () => {
    const throttlers = [
      { name: 'tokens', ttl: 60_000, limit: 1000 },
      { name: 'calls', ttl: 60_000, limit: 2 },
    ];
    await using running = await start([used(1)], throttlers);
    expect((await post(`${running.url}/narrow`)).status).toBe(429);
    expect((await post(`${running.url}/whole`)).status).toBe(201);
    expect((await post(`${running.url}/whole`)).status).toBe(500);
    const third = await post(`${running.url}/whole`);
    expect(third.status).toBe(429);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('a window that cannot be counted, and a guard that cannot count tokens, are said in words', async () => {
    const storage = new ColloquyThrottlerStorage();
    await expect(storage.increment('k', 1000, 5, 0, 'calls')).rejects.toThrow(
      'the throttler "calls" has a ttl of 1000',
    );
    await expect(storage.increment('k', 60_000, 5, 0, 'tokens')).rejects.toThrow('use it in place of `ThrottlerGuard`');
    await using running = await start(
      [],
      [{ name: 'tokens', ttl: 60_000, limit: 70 }],
      ThrottlerGuard as typeof ColloquyThrottlerGuard,
    );
    expect((await post(`${running.url}/whole`)).status).toBe(500);
  });
});
