import { ApiError, type Client, ColloquyError } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { jsonAnswer, rawServer } from '@colloquy/core/testing';
import { Controller, ImATeapotException, Post, UseFilters } from '@nestjs/common';
import { describe, expect, test } from 'vitest';
import {
  ColloquyExceptionFilter,
  type ColloquyExceptionFilterOptions,
  ColloquyModule,
  InjectColloquy,
} from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';

@Controller()
class ChatController {
  readonly #client: Client;

  constructor(@InjectColloquy() client: Client) {
    this.#client = client;
  }

  @Post()
  ask() {
    return this.#client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'Hi' }] });
  }

  @Post('filtered')
  @UseFilters(ColloquyExceptionFilter)
  filtered() {
    throw new ApiError('not_found', 'gone', { status: 404, provider: 'openai' });
  }

  @Post('foreign')
  foreign() {
    // What an error of another installed copy of core looks like.
    throw Object.defineProperty(Object.assign(new Error('late'), { code: 'timeout' }), Symbol.for('colloquy.error'), {
      value: ['ColloquyError'],
    });
  }

  @Post('other')
  other() {
    throw new ImATeapotException();
  }
}

const KEY = 'sk-secret-of-the-server';

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  const start = (baseURL: string, options?: ColloquyExceptionFilterOptions, firstByte = 0) =>
    startApp(
      platform,
      {
        imports: [
          ColloquyModule.forRoot({ provider: openai, apiKey: KEY, baseURL, maxRetries: 0, timeout: { firstByte } }),
        ],
        controllers: [ChatController],
      },
      { configure: (app) => app.useGlobalFilters(new ColloquyExceptionFilter(options)) },
    );
  const error = (message: string) => ({ error: { message, type: 'invalid_request_error', param: 'model', code: 'x' } });
  const html = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 13\r\n\r\n<html></html>';

  test.each([
    ['400', jsonAnswer(400, error('no such parameter')), 400, 'no such parameter'],
    ['401', jsonAnswer(401, error(`bad key ${KEY}`)), 502, 'does not let this server in'],
    ['403', jsonAnswer(403, error('no access')), 502, 'does not let this server in'],
    ['404', jsonAnswer(404, error('no such model')), 404, 'no such model'],
    ['409', jsonAnswer(409, error('at the same time')), 409, 'at the same time'],
    ['413', jsonAnswer(413, error('too much')), 413, 'too much'],
    ['422', jsonAnswer(422, error('no such unit')), 422, 'no such unit'],
    ['429', jsonAnswer(429, error('slow down'), { 'retry-after': '7' }), 429, 'slow down'],
    ['500', jsonAnswer(500, error('out of memory at 10.0.0.7')), 502, 'failed'],
    ['HTML', html, 502, 'cannot be used'],
    ['nothing in time', '', 504, 'in time'],
  ])('a service that answers %s', async (_, answer, status, words) => {
    const service = await rawServer(({ socket }) => {
      if (answer !== '') socket.write(answer);
    });
    await using running = await start(service.baseURL, {}, answer === '' ? 50 : 0);
    const response = await fetch(running.url, { method: 'POST' });
    const text = await response.text();
    expect(response.status).toBe(status);
    const body = JSON.parse(text) as { error: Record<string, unknown> };
    expect(Object.keys(body.error).sort()).toEqual(['code', 'message', 'param', 'type']);
    expect(body.error['message']).toContain(words);
    for (const secret of [KEY, '10.0.0.7', String(service.port)]) expect(text).not.toContain(secret);
    if (status === 429) expect(response.headers.get('retry-after')).toBe('7');
    await service.close();
  });

  test('a service that cannot be reached is 503', async () => {
    const service = await rawServer(() => undefined);
    await service.close();
    await using running = await start(service.baseURL);
    const response = await fetch(running.url, { method: 'POST' });
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain(String(service.port));
  });

  test('it stands on one handler, knows errors of other copies, and leaves other exceptions alone', async () => {
    await using running = await start('http://127.0.0.1:9/v1');
    expect((await fetch(`${running.url}/filtered`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${running.url}/foreign`, { method: 'POST' })).status).toBe(504);
    const other = await fetch(`${running.url}/other`, { method: 'POST' });
    expect(await other.json()).toEqual({ message: "I'm a teapot", statusCode: 418 });
  });

  test('format and map change the answer', async () => {
    await using nest = await start('http://127.0.0.1:9/v1', { format: 'nest' });
    const answer = await (await fetch(`${nest.url}/foreign`, { method: 'POST' })).json();
    expect(answer).toMatchObject({ statusCode: 504, error: 'upstream_timeout' });
    const map = (thrown: ColloquyError) =>
      thrown.code === 'timeout' ? new ImATeapotException('tea first') : undefined;
    await using mapped = await start('http://127.0.0.1:9/v1', { map });
    expect(await (await fetch(`${mapped.url}/foreign`, { method: 'POST' })).json()).toMatchObject({
      message: 'tea first',
      statusCode: 418,
    });
  });
});
