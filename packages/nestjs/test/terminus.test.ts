import { eugpt, openai } from '@colloquy/core/providers';
import { type ScriptedReply, scriptedTransport } from '@colloquy/core/testing';
import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { describe, expect, test } from 'vitest';
import { ColloquyModule, type ColloquyModuleOptions } from '../src/index.ts';
import { ColloquyHealthIndicator, type PingOptions } from '../src/terminus/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';

const MODELS: ScriptedReply = { json: { object: 'list', data: [] } };

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  function start(options: ColloquyModuleOptions & { name?: string }, ping: PingOptions = {}) {
    @Controller('health')
    class HealthController {
      readonly #health: HealthCheckService;
      readonly #colloquy: ColloquyHealthIndicator;

      constructor(
        @Inject(HealthCheckService) health: HealthCheckService,
        @Inject(ColloquyHealthIndicator) colloquy: ColloquyHealthIndicator,
      ) {
        this.#health = health;
        this.#colloquy = colloquy;
      }

      @Get()
      check() {
        return this.#health.check([() => this.#colloquy.ping('llm', ping)]);
      }
    }
    return startApp(platform, {
      imports: [TerminusModule, ColloquyModule.forRoot(options)],
      controllers: [HealthController],
      providers: [ColloquyHealthIndicator],
    });
  }
  const look = async (url: string) => {
    const response = await fetch(`${url}/health`);
    return { status: response.status, body: (await response.json()) as { details: { llm: unknown } } };
  };

  test('a service that lists its models is up', async () => {
    await using running = await start({ provider: openai, transport: scriptedTransport([MODELS]) });
    expect(await look(running.url)).toMatchObject({
      status: 200,
      body: { details: { llm: { status: 'up', provider: 'openai' } } },
    });
  });

  test('a service that fails is down, with a code and no word of its own', async () => {
    const error = { status: 401, message: 'bad key sk-secret' };
    await using running = await start({ provider: openai, transport: scriptedTransport([{ error }]) });
    const { status, body } = await look(running.url);
    expect(status).toBe(503);
    expect(body.details.llm).toEqual({ status: 'down', provider: 'openai', code: 'authentication', httpStatus: 401 });
  });

  test('a service that lists no models is up without being asked', async () => {
    const transport = scriptedTransport([]);
    await using running = await start({ provider: eugpt, transport, name: 'eu' }, { client: 'eu' });
    expect((await look(running.url)).body.details.llm).toMatchObject({ status: 'up', reason: 'lists_no_models' });
    expect(transport.calls).toHaveLength(0);
  });

  test('an outcome is kept for cacheMs', async () => {
    const transport = scriptedTransport([MODELS]);
    await using running = await start({ provider: openai, transport }, { cacheMs: 60_000 });
    await look(running.url);
    expect((await look(running.url)).status).toBe(200);
    expect(transport.calls).toHaveLength(1);
  });

  test('a rate limit that is nearly used up is degraded, and still serves', async () => {
    const headers = {
      'x-ratelimit-limit-requests': '100',
      'x-ratelimit-remaining-requests': '3',
      'x-ratelimit-reset-requests': '1s',
    };
    const transport = scriptedTransport([{ ...MODELS, headers }]);
    await using running = await start({ provider: openai, transport }, { degradedBelow: 0.1 });
    // Only terminus 12 has a word for it.
    const word = process.env['NEST_MAJOR'] === '11' ? { status: 'up', degraded: true } : { status: 'degraded' };
    expect(await look(running.url)).toMatchObject({
      status: 200,
      body: { details: { llm: { ...word, reason: 'rate_limit_low' } } },
    });
  });

  test('a name that no client has is said at once', async () => {
    await using running = await start({ provider: openai, transport: scriptedTransport([]) }, { client: 'uk' });
    expect((await look(running.url)).status).toBe(500);
    const indicator = running.app.get(ColloquyHealthIndicator);
    await expect(indicator.ping('llm', { client: 'uk' })).rejects.toThrow('registered are "default"');
  });
});
