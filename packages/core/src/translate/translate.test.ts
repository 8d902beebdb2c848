import { describe, expect, test } from 'vitest';
import { normalise } from '../dialect/normalise.ts';
import type { Provider } from '../dialect/provider.ts';
import { jrc, ollama, openai } from '../providers/index.ts';
import { EventStream } from '../wire/event-stream.ts';
import { ServerEvent } from '../wire/server-event.ts';
import type { Transport, WireReply, WireRequest } from '../wire/transport.ts';
import type { JsonObject } from './json-object.ts';
import { type TranslateOptions, translate } from './translate.ts';

const MESSAGES = [{ role: 'user', content: 'hi' }];

/** A service that answers everything alike and remembers what it was asked. */
function service(answer: () => Omit<WireReply, 'status' | 'headers'> & Partial<WireReply>) {
  const requests: WireRequest[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    return { status: 200, headers: { 'content-type': 'application/json' }, ...answer() };
  };
  return { requests, transport };
}

const json = (value: unknown) => ({ body: new TextEncoder().encode(JSON.stringify(value)) });
const stream = (batches: object[][]) => ({
  body: EventStream.from(
    batches.map((events) => ({
      events: events.map((event) => (event instanceof ServerEvent ? event : ServerEvent.of(event))),
    })),
  ),
});
const DONE = ServerEvent.read('[DONE]');

function over(provider: Provider, next: Transport, options: TranslateOptions = {}): Transport {
  const layer = translate(provider, options);
  if (layer === undefined) throw new Error('nothing to translate');
  return layer(normalise(provider)?.(next) ?? next);
}

const post = (path: string, body: WireRequest['body'], headers: Record<string, string> = {}): WireRequest => ({
  method: 'POST',
  path,
  headers: { accept: 'application/json', ...headers },
  ...(body === undefined ? {} : { body }),
});

const jsonOf = (reply: WireReply) => JSON.parse(new TextDecoder().decode(reply.body as Uint8Array)) as JsonObject;

async function eventsOf(reply: WireReply): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const batch of reply.body as EventStream) events.push(...batch.events);
  return events;
}

test('a service that has both is not touched', () => {
  expect(translate(openai)).toBeUndefined();
  expect(translate(ollama)).toBeUndefined();
});

test('a service that has neither is not touched', () => {
  expect(translate(openai.extend({ endpoints: ['models'] }))).toBeUndefined();
});

describe('a Responses call on GPT@JRC', () => {
  const completion = {
    id: 'chatcmpl-9',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'gpt-35-turbo-0613',
    choices: [{ index: 0, message: { role: 'assistant', content: 'hello' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  };
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    id: 'chatcmpl-9',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason }],
  });

  test('is a chat call, and its answer a response', async () => {
    const { requests, transport } = service(() => json(completion));
    const reply = await over(jrc, transport)(post('/responses', { model: 'm', input: 'hi', instructions: 'be brief' }));
    expect(requests).toMatchObject([{ path: '/chat/completions' }]);
    expect(requests[0]?.body).toEqual({
      model: 'm',
      messages: [{ role: 'system', content: 'be brief' }, ...MESSAGES],
      stream: false,
    });
    expect(jsonOf(reply)).toMatchObject({
      id: 'resp_9',
      status: 'completed',
      instructions: 'be brief',
      output_text: 'hello',
      usage: { total_tokens: 3 },
    });
  });

  test('takes a body that is already bytes, and a reply that comes in pieces', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ model: 'm', input: 'hi' }));
    const pieces = async function* () {
      const whole = new TextEncoder().encode(JSON.stringify(completion));
      yield whole.subarray(0, 20);
      yield whole.subarray(20);
    };
    const { requests, transport } = service(() => ({ body: pieces() }));
    const reply = await over(jrc, transport)(post('/responses', bytes));
    expect(requests[0]?.body).toMatchObject({ messages: MESSAGES });
    expect(jsonOf(reply)).toMatchObject({ output_text: 'hello' });
  });

  test('streams events under their own names, gapless, and without [DONE]', async () => {
    const usage = { ...chunk({}), choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } };
    const { requests, transport } = service(() =>
      stream([[chunk({ content: 'hel' })], [chunk({ content: 'lo' }), chunk({}, 'stop'), usage], [DONE]]),
    );
    const events = await eventsOf(
      await over(jrc, transport)(post('/responses', { model: 'm', input: 'hi', stream: true })),
    );
    expect(requests[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    const said = events.map((event) => event.json as JsonObject);
    expect(events.map(({ name }) => name)).toEqual(said.map(({ type }) => type));
    expect(said.map(({ sequence_number }) => sequence_number)).toEqual(said.map((_, index) => index));
    expect(said.at(-1)).toMatchObject({
      type: 'response.completed',
      response: { output_text: 'hello', usage: { total_tokens: 3 } },
    });
  });

  test('a stream cut off fails in band', async () => {
    const { transport } = service(() => stream([[chunk({ content: 'hel' })]]));
    const events = await eventsOf(
      await over(jrc, transport)(post('/responses', { model: 'm', input: 'hi', stream: true })),
    );
    expect(events.slice(-2).map(({ name }) => name)).toEqual(['error', 'response.failed']);
  });

  test('[DONE] without a finish reason fails where the service promises one', async () => {
    const strict = jrc.extend({ quirks: { completion: 'finish_reason' } });
    const { transport } = service(() => stream([[chunk({ content: 'hel' }), DONE]]));
    const request = post('/responses', { model: 'm', input: 'hi', stream: true });
    expect((await eventsOf(await over(strict, transport)(request))).at(-1)?.name).toBe('response.failed');
    expect((await eventsOf(await over(jrc, transport)(request))).at(-1)?.name).toBe('response.completed');
  });

  test('leaving the stream leaves the one below', async () => {
    let closed = 0;
    const endless = async function* () {
      try {
        for (;;) yield { events: [ServerEvent.of(chunk({ content: 'x' }))] };
      } finally {
        closed += 1;
      }
    };
    const { transport } = service(() => ({ body: EventStream.from(endless()) }));
    const reply = await over(jrc, transport)(post('/responses', { model: 'm', input: 'hi', stream: true }));
    for await (const batch of reply.body as EventStream) if (batch.events.length > 0) break;
    expect(closed).toBe(1);
  });

  test('an event that is not JSON rejects, and the stream below is left', async () => {
    let closed = 0;
    const garbled = async function* () {
      try {
        yield { events: [ServerEvent.read('{"choices":')] };
        yield { events: [DONE] };
      } finally {
        closed += 1;
      }
    };
    const { transport } = service(() => ({ body: EventStream.from(garbled()) }));
    const reply = await over(jrc, transport)(post('/responses', { model: 'm', input: 'hi', stream: true }));
    await expect(eventsOf(reply)).rejects.toMatchObject({ code: 'parse' });
    expect(closed).toBe(1);
  });

  test('a rejection of the service passes untouched', async () => {
    const failure = new Error('no route to host');
    await expect(
      over(jrc, () => Promise.reject(failure))(post('/responses', { model: 'm', input: 'hi' })),
    ).rejects.toBe(failure);
  });

  test('an error reply passes untouched', async () => {
    const reply = { status: 429, ...json({ error: { message: 'slow down' } }) };
    const { transport } = service(() => reply);
    expect(await over(jrc, transport)(post('/responses', { model: 'm', input: 'hi' }))).toMatchObject(reply);
  });

  test('a reply that is not JSON rejects with parse', async () => {
    const { transport } = service(() => ({ body: new TextEncoder().encode('<html>') }));
    await expect(over(jrc, transport)(post('/responses', { model: 'm', input: 'hi' }))).rejects.toMatchObject({
      code: 'parse',
    });
  });

  test.each<[WireRequest['body']]>([['hi'], [undefined], [new TextEncoder().encode('{')]])(
    'the body %j is no request',
    async (body) => {
      const { requests, transport } = service(() => json(completion));
      await expect(over(jrc, transport)(post('/responses', body))).rejects.toMatchObject({ code: 'invalid_request' });
      expect(requests).toEqual([]);
    },
  );

  test('compacting is refused (TE-14)', async () => {
    const { transport } = service(() => json({}));
    await expect(over(jrc, transport)(post('/responses/compact', {}))).rejects.toMatchObject({
      code: 'translation',
      direction: 'responses->chat',
    });
  });

  test.each<[string, string]>([
    ['GET', '/models'],
    ['GET', '/responses/resp_1'],
    ['POST', '/chat/completions'],
    ['POST', '/files'],
  ])('%s %s passes untouched', async (method, path) => {
    const { requests, transport } = service(() => json({}));
    const request = { method, path, headers: {}, body: { messages: MESSAGES } };
    await translate(jrc)?.(transport)(request);
    expect(requests[0]).toBe(request);
  });
});
