import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createGateway, type Gateway } from '@colloquy/gateway';
import { createLocal } from '@colloquy/local';
import { Controller, Get, Injectable, Module, Post } from '@nestjs/common';
import OpenAI, { toFile } from 'openai';
import { describe, expect, test } from 'vitest';
import { ColloquyGatewayModule } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';

@Controller()
class OwnController {
  @Get('v1-of-mine')
  mine() {
    return { mine: true };
  }

  @Post('own')
  own() {
    return { own: true };
  }
}

const localGateway = () => createGateway({ upstreams: { local: createLocal().transport() }, models: { '*': 'local' } });

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  test('the openai package works against a mounted gateway: models, chat, streams, responses, embeddings, files, jobs', async () => {
    const gateway = localGateway();
    await using running = await startApp(platform, {
      imports: [ColloquyGatewayModule.register({ path: 'v1', gateway })],
      controllers: [OwnController],
    });
    const { token } = await gateway.tokens.create({ project: 'p' });
    const client = new OpenAI({ baseURL: `${running.url}/v1`, apiKey: token, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'Say hello' }];

    expect((await client.models.list()).data.map(({ id }) => id)).toContain('colloquy-parrot');
    const whole = await client.chat.completions.create({ model: 'colloquy-parrot', messages });
    expect(whole.choices[0]?.message.content).toMatch(/\S/);
    let text = '';
    for await (const chunk of await client.chat.completions.create({
      model: 'colloquy-parrot',
      messages,
      stream: true,
    })) {
      text += chunk.choices[0]?.delta.content ?? '';
    }
    expect(text).toMatch(/\S/);
    const ask = { model: 'colloquy-parrot', input: 'Say hello' };
    const answer = await client.responses.create(ask);
    expect(answer.output_text).toMatch(/\S/);
    expect((await client.responses.stream(ask).finalResponse()).output_text).toBe(answer.output_text);
    expect(
      (await client.embeddings.create({ model: 'text-embedding-3-small', input: 'a' })).data[0]?.embedding.length,
    ).toBeGreaterThan(0);
    const lines = Array.from({ length: 12 }, (_, i) =>
      JSON.stringify({
        messages: [
          { role: 'user', content: `q${i}` },
          { role: 'assistant', content: `a${i}` },
        ],
      }),
    );
    const file = await client.files.create({
      file: await toFile(Buffer.from(lines.join('\n')), 'd.jsonl'),
      purpose: 'fine-tune',
    });
    const job = await client.fineTuning.jobs.create({ training_file: file.id, model: 'colloquy-parrot' });
    expect((await client.fineTuning.jobs.cancel(job.id)).status).toBe('cancelled');
    expect((await client.fineTuning.jobs.listEvents(job.id)).data.length).toBeGreaterThan(0);
    const content = Buffer.alloc(64_000_000, 'every byte counts ');
    const large = await client.files.create({ file: await toFile(content, 'large.txt'), purpose: 'user_data' });
    expect(large.bytes).toBe(content.byteLength);
    const back = await (await client.files.content(large.id)).arrayBuffer();
    expect(Buffer.from(back).equals(content)).toBe(true);
    await gateway.close();
  });

  test('every answer below the path is in OpenAI’s shape, and the application keeps its own routes', async () => {
    const gateway = localGateway();
    await using running = await startApp(
      platform,
      { imports: [ColloquyGatewayModule.register({ gateway })], controllers: [OwnController] },
      { configure: (app) => app.setGlobalPrefix('api') },
    );
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(`${running.url}/api/${path}`, init);
      return { status: response.status, body: (await response.json()) as { error?: { type: string } } };
    };
    expect(await ask('v1/models')).toMatchObject({ status: 401, body: { error: { code: 'invalid_api_key' } } });
    expect(await ask('v1/nothing')).toMatchObject({ status: 404, body: { error: { type: 'invalid_request_error' } } });
    expect(await ask('v1/models', { method: 'DELETE' })).toMatchObject({ status: 405, body: { error: {} } });
    const { token } = await gateway.tokens.create({ project: 'p' });
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"model":',
    };
    expect((await ask('v1/chat/completions', init)).status).toBe(400);
    expect(await ask('own', { method: 'POST' })).toEqual({ status: 201, body: { own: true } });
    expect(await ask('v1-of-mine')).toEqual({ status: 200, body: { mine: true } });
    await gateway.close();
  });

  test('a client can be served without a gateway, and then nobody is asked for a token', async () => {
    const client = createClient({ provider: openai, transport: createLocal().transport() });
    await using running = await startApp(platform, { imports: [ColloquyGatewayModule.register({ client })] });
    expect((await fetch(`${running.url}/v1/models`)).status).toBe(200);
  });

  test('a gateway can be made of what is injected', async () => {
    @Injectable()
    class GatewayHolder {
      readonly gateway: Gateway = localGateway();
    }
    @Module({ providers: [GatewayHolder], exports: [GatewayHolder] })
    class HolderModule {}
    await using running = await startApp(platform, {
      imports: [
        ColloquyGatewayModule.registerAsync({
          imports: [HolderModule],
          inject: [GatewayHolder],
          useFactory: ({ gateway }: GatewayHolder) => ({ path: '/ai/v1/', gateway }),
        }),
      ],
    });
    expect((await fetch(`${running.url}/ai/v1/models`)).status).toBe(401);
  });
});
