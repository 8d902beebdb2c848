import { request as httpRequest } from 'node:http';
import { type Client, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { Controller, Post, Sse } from '@nestjs/common';
import { defer, from, mergeMap } from 'rxjs';
import { describe, expect, test } from 'vitest';
import {
  ClientSignal,
  ColloquyExceptionFilter,
  ColloquyGatewayModule,
  ColloquyModule,
  ColloquyStream,
  InjectColloquy,
  toMessageEvents,
  UploadedTo,
  UploadToColloquy,
} from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';
import { startUpstream } from './support/upstream.ts';

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

  @Post('generator')
  @ColloquyStream()
  async *generator() {
    for await (const chunk of await this.#client.chat.completions.create({ ...ASK, stream: true })) yield chunk;
  }

  @Post('observable')
  @ColloquyStream()
  observable() {
    return defer(() => this.#client.chat.completions.create({ ...ASK, stream: true })).pipe(
      mergeMap((stream) => from(stream)),
    );
  }

  @Post('responses')
  @ColloquyStream()
  async responses() {
    return await this.#client.responses.create({ model: 'm', input: 'Hi', stream: true });
  }

  @Post('async')
  @ColloquyStream()
  async async() {
    return await this.#client.chat.completions.create({ ...ASK, stream: true });
  }

  @Post('immediate')
  @ColloquyStream({ flushHeaders: 'immediate' })
  immediate() {
    return this.promise();
  }

  @Sse('sse')
  sse() {
    return toMessageEvents(() => this.promise());
  }

  @Post('file')
  @UploadToColloquy({ purpose: 'user_data' })
  file(@UploadedTo() file: object) {
    return file;
  }

  @Post('whole')
  @ColloquyStream()
  whole() {
    return this.#client.chat.completions.create(ASK);
  }

  @Post('signal')
  signal(@ClientSignal() signal: AbortSignal) {
    return this.#client.chat.completions.create(ASK, { signal });
  }
}

const CHUNK = `data: ${JSON.stringify({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: [{ index: 0, delta: { role: 'assistant', content: 'so' }, finish_reason: null }],
})}\n\n`;

const EVENT = `event: response.output_text.delta\ndata: ${JSON.stringify({
  type: 'response.output_text.delta',
  item_id: 'i',
  output_index: 0,
  content_index: 0,
  sequence_number: 0,
  delta: 'so',
  logprobs: [],
})}\n\n`;

type Phase = 'before the headers' | 'before the first token' | 'mid-stream';

/** When the service was asked, and when it saw that it need not answer. */
interface Seen {
  asked: PromiseWithResolvers<void>;
  left: PromiseWithResolvers<number>;
}

const unseen = (): Seen => ({ asked: Promise.withResolvers(), left: Promise.withResolvers() });

/** A service that goes as far as the phase, and then is quiet for ever. */
const startQuietService = (phase: Phase, seen: Seen) =>
  startUpstream(async (request, response) => {
    response.on('close', () => seen.left.resolve(performance.now()));
    if (request.headers['content-type']?.startsWith('multipart/')) {
      request.once('data', () => seen.asked.resolve()).on('error', () => undefined);
      return;
    }
    for await (const _ of request);
    if (phase !== 'before the headers') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    }
    if (phase === 'mid-stream') response.write(request.url?.endsWith('/responses') ? EVENT : CHUNK);
    seen.asked.resolve();
  });

/** The paths of what streams: a handler of each style, and the API served whole. */
const STREAMS = ['promise', 'async', 'immediate', 'generator', 'observable', 'responses', 'sse', 'v1/chat/completions'];

const MATRIX: [string, Phase][] = [
  ...STREAMS.flatMap((style): [string, Phase][] => [
    [style, 'before the headers'],
    [style, 'before the first token'],
    [style, 'mid-stream'],
  ]),
  ['whole', 'before the headers'],
  ['signal', 'before the headers'],
  ['v1/embeddings', 'before the headers'],
  ['file', 'before the headers'],
  ['v1/files', 'before the headers'],
];

/** What is sent to a path, where it is not an empty POST. */
const SENT: readonly { paths: RegExp; method?: string; type?: string; body?: string }[] = [
  { paths: /\/sse$/, method: 'GET' },
  { paths: /completions$/, type: 'application/json', body: JSON.stringify({ ...ASK, stream: true }) },
  { paths: /embeddings$/, type: 'application/json', body: JSON.stringify({ model: 'm', input: 'Hi' }) },
  {
    paths: /\/files?$/,
    type: 'multipart/form-data; boundary=b',
    body: `--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'x'.repeat(200_000)}`,
  },
];

/** Asks, leaves when the exchange is in its phase, and says how many milliseconds later the service knew. */
async function leave(url: string, phase: Phase, seen: Seen): Promise<number> {
  const arrived = Promise.withResolvers<void>();
  const { method = 'POST', type, body } = SENT.find(({ paths }) => paths.test(url)) ?? {};
  const headers = type === undefined ? {} : { 'content-type': type };
  const request = httpRequest(url, { method, headers, agent: false }, (response) =>
    response
      .on('data', (bytes: Buffer) => {
        if (bytes.includes('so')) arrived.resolve();
      })
      .on('error', () => undefined),
  );
  request.on('error', () => undefined);
  // A form is left while it is on its way.
  if (type?.startsWith('multipart/')) request.write(body);
  else request.end(body);
  await seen.asked.promise;
  // What the service sent has come all the way through, so that the exchange is in the phase it is meant to be in.
  if (phase === 'mid-stream') await arrived.promise;
  const left = performance.now();
  request.destroy();
  return (await seen.left.promise) - left;
}

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  test.each(MATRIX)('a client that leaves %s %s ends the service’s work within 25 ms', async (path, phase) => {
    const seen = unseen();
    await using service = await startQuietService(phase, seen);
    const client = createClient({ provider: openai, apiKey: 'sk-test', baseURL: service.baseURL });
    await using running = await startApp(
      platform,
      {
        imports: [
          ColloquyModule.forRoot({ provider: openai, apiKey: 'sk-test', baseURL: service.baseURL }),
          ColloquyGatewayModule.register({ client }),
        ],
        controllers: [ChatController],
      },
      { configure: (app) => app.useGlobalFilters(new ColloquyExceptionFilter()) },
    );
    const waits: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      Object.assign(seen, unseen());
      waits.push(await leave(`${running.url}/${path}`, phase, seen));
    }
    // Some of five may have waited for something else that the machine does.
    expect(waits.toSorted((a, b) => a - b)[2]).toBeLessThanOrEqual(25);
    await client.close();
  });
});
