import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Client } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { Controller, Sse } from '@nestjs/common';
import { take } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { ColloquyModule, InjectColloquy, toMessageEvents } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';
import { readEvents, textOf } from './support/read-events.ts';
import { startUpstream } from './support/upstream.ts';

const ASK = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };

@Controller()
class SseController {
  constructor(@InjectColloquy() readonly client: Client) {}

  @Sse('called')
  called() {
    return toMessageEvents(() => this.client.chat.completions.create({ ...ASK, stream: true }));
  }

  @Sse('promise')
  promise() {
    return toMessageEvents(this.client.chat.completions.create({ ...ASK, stream: true }));
  }

  @Sse('responses')
  responses() {
    return toMessageEvents(() => this.client.responses.create({ model: 'm', input: 'Hi', stream: true }));
  }

  @Sse('breaks')
  breaks() {
    async function* items() {
      yield { choices: [{ delta: { content: 'so far' } }] };
      throw new Error('a secret of the server');
    }
    return toMessageEvents(items());
  }

  @Sse('two')
  two() {
    return toMessageEvents(() => this.client.chat.completions.create({ ...ASK, stream: true })).pipe(take(2));
  }
}

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  const start = (options: { transport: ReturnType<typeof scriptedTransport> } | { apiKey: string; baseURL: string }) =>
    startApp(platform, {
      imports: [ColloquyModule.forRoot({ provider: openai, maxRetries: 0, ...options })],
      controllers: [SseController],
    });

  test.each(['called', 'promise'])('@Sse sends the chunks of a chat stream, and [DONE] (%s)', async (style) => {
    await using running = await start({ transport: scriptedTransport([{ text: 'Good day to you' }]) });
    const events = await readEvents(await fetch(`${running.url}/${style}`));
    expect(textOf(events)).toBe('Good day to you');
    expect(events.at(-1)).toBe('[DONE]');
  });

  test('events of the Responses API keep their names, and have an end of their own', async () => {
    await using running = await start({ transport: scriptedTransport([{ text: 'Good day' }]) });
    const text = await (await fetch(`${running.url}/responses`)).text();
    expect(text).toMatch(/event: response\.created\n(id: \d+\n)?data: \{"type":"response\.created"/);
    expect(text).toMatch(/event: response\.completed\n/);
    expect(text).not.toContain('[DONE]');
  });

  test('a failure is an event that says so in OpenAI’s shape, without [DONE]', async () => {
    const refusal = { error: { status: 401, message: 'bad key sk-secret' } };
    await using running = await start({ transport: scriptedTransport([refusal]) });
    const broken = await readEvents(await fetch(`${running.url}/breaks`));
    expect(broken).toHaveLength(2);
    expect(JSON.parse(broken[1] as string)).toMatchObject({ error: { code: 'internal_error' } });
    const refused = await readEvents(await fetch(`${running.url}/called`));
    expect(refused).toHaveLength(1);
    expect(JSON.parse(refused[0] as string)).toMatchObject({ error: { code: 'upstream_refused' } });
    expect(refused[0]).not.toContain('sk-secret');
  });

  test.each(['before the headers', 'before the first token', 'mid-stream', 'taken'])(
    'unsubscribing ends the service’s work: %s',
    async (phase) => {
      const asked = Promise.withResolvers<{ gone: Promise<unknown> }>();
      await using service = await startUpstream((_, response) => {
        if (phase !== 'before the headers') {
          response.writeHead(200, { 'content-type': 'text/event-stream' });
          response.flushHeaders();
        }
        const chunk = `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content: 'so' } }] })}\n\n`;
        if (phase === 'mid-stream' || phase === 'taken') response.write(chunk.repeat(3));
        asked.resolve({ gone: once(response, 'close') });
      });
      await using running = await start({ apiKey: 'sk-test', baseURL: service.baseURL });
      const request = httpRequest(`${running.url}/${phase === 'taken' ? 'two' : 'called'}`, { agent: false });
      const opened = once(request, 'response');
      opened.catch(() => undefined);
      request.on('error', () => undefined).end();
      const { gone } = await asked.promise;
      if (phase === 'mid-stream') {
        const [response] = (await opened) as [IncomingMessage];
        response.on('error', () => undefined);
        await once(response, 'data');
      }
      if (phase !== 'taken') request.destroy();
      await gone;
      request.destroy();
    },
  );
});
