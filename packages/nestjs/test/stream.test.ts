import type { Client } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { Body, Controller, Header, Post, Res } from '@nestjs/common';
import { from, map } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { ColloquyExceptionFilter, ColloquyModule, ColloquyStream, InjectColloquy } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';
import { readEvents, textOf } from './support/read-events.ts';

const ASK = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };

@Controller()
class ChatController {
  readonly #client: Client;

  constructor(@InjectColloquy() client: Client) {
    this.#client = client;
  }

  @Post('promise')
  @ColloquyStream()
  promise() {
    return this.#client.chat.completions.create({ ...ASK, stream: true });
  }

  @Post('stream')
  @ColloquyStream()
  async stream() {
    return await this.#client.chat.completions.create({ ...ASK, stream: true });
  }

  @Post('generator')
  @ColloquyStream()
  async *generator() {
    yield* await this.#client.chat.completions.create({ ...ASK, stream: true });
  }

  @Post('observable')
  @ColloquyStream()
  async observable() {
    return from(await this.#client.chat.completions.create({ ...ASK, stream: true })).pipe(map((chunk) => chunk));
  }

  @Post('responses')
  @ColloquyStream()
  responses() {
    return this.#client.responses.create({ model: 'm', input: 'Hi', stream: true });
  }

  @Post('as-asked')
  @ColloquyStream()
  asAsked(@Body() body: { stream?: boolean }) {
    return this.#client.chat.completions.create({ ...ASK, ...body });
  }

  @Post('headers')
  @Header('x-of-the-route', 'yes')
  @ColloquyStream()
  headers(@Res({ passthrough: true }) response: { header(name: string, value: string): unknown }) {
    response.header('x-of-the-handler', 'too');
    return this.promise();
  }

  @Post('breaks')
  @ColloquyStream()
  async *breaks() {
    yield { choices: [{ delta: { content: 'so far' } }] };
    throw new Error('a secret of the server');
  }
}

const app = (platform: (typeof PLATFORM_NAMES)[number], ...script: Parameters<typeof scriptedTransport>[0]) =>
  startApp(
    platform,
    {
      imports: [ColloquyModule.forRoot({ provider: openai, transport: scriptedTransport(script) })],
      controllers: [ChatController],
    },
    { configure: (instance) => instance.useGlobalFilters(new ColloquyExceptionFilter()) },
  );

const post = (url: string, body: object = {}) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  test.each(['promise', 'stream', 'generator', 'observable'])(
    'a %s is sent as events with status 200',
    async (style) => {
      await using running = await app(platform, { text: 'Good day to you' });
      const response = await post(`${running.url}/${style}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
      const events = await readEvents(response);
      expect(textOf(events)).toBe('Good day to you');
      expect(events.at(-1)).toBe('[DONE]');
    },
  );

  test('a responses stream keeps its event names and its own end', async () => {
    await using running = await app(platform, { text: 'Good day' });
    const text = await (await post(`${running.url}/responses`)).text();
    expect(text).toContain('event: response.created\ndata: {');
    expect(text).toContain('event: response.completed\ndata: {');
    expect(text).not.toContain('[DONE]');
  });

  test('a whole completion is sent as JSON', async () => {
    await using running = await app(platform, { text: 'Good day' });
    const response = await post(`${running.url}/as-asked`, { stream: false });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { content: 'Good day' } }],
    });
  });

  test('headers of the route and of the handler go out with the stream', async () => {
    await using running = await app(platform, { text: 'Good day' });
    const response = await post(`${running.url}/headers`);
    expect(response.headers.get('x-of-the-route')).toBe('yes');
    expect(response.headers.get('x-of-the-handler')).toBe('too');
    expect(textOf(await readEvents(response))).toBe('Good day');
  });

  test('a failure before the first event has a status of its own', async () => {
    const refusal = { error: { status: 400, message: 'bad model', code: 'model_bad' } };
    await using running = await app(platform, refusal, refusal);
    for (const style of ['promise', 'generator']) {
      const response = await post(`${running.url}/${style}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { message: 'bad model', code: 'model_bad' } });
    }
  });

  test('a failure after the first event is an event without a [DONE] after it', async () => {
    await using running = await app(platform);
    const events = await readEvents(await post(`${running.url}/breaks`));
    expect(events).toHaveLength(2);
    expect(JSON.parse(events[1] as string)).toEqual({
      error: { message: 'This server failed.', type: 'server_error', param: null, code: 'internal_error' },
    });
  });
});
