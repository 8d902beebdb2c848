import assert from 'node:assert/strict';
import { ColloquyError } from '../errors/index.ts';
import { collect, EventStream, parseEvents, type Transport, type WireReply, type WireRequest } from '../wire/index.ts';

/** A test framework's way to name a test: `test` of vitest, `node:test` and their like. */
export type TestFunction = (name: string, body: () => Promise<void>) => unknown;

/** What the suite must know of the service behind the transport. */
export interface ConformanceOptions {
  /** A model that answers chat completions. @default 'gpt-4o-mini' */
  readonly model?: string;
  /** Whether the service refuses what it does not know: unknown paths, requests without messages. @default true */
  readonly refuses?: boolean;
  /** Headers that every request needs, lower-case, such as a token. @default none */
  readonly headers?: Readonly<Record<string, string>>;
}

type Fields = Record<string, unknown>;
type Check = (exchange: Exchange) => Promise<void>;

/**
 * The tests that every transport to an OpenAI-compatible service passes, whatever is behind it: HTTP, the offline
 * provider, a gateway, a policy in front of one of them.
 *
 * Calls `test` once for each; none of them needs another to have run.
 *
 * @example
 * transportConformance(test, undiciTransport({ baseURL: server.url }));
 */
export function transportConformance(test: TestFunction, transport: Transport, options: ConformanceOptions = {}): void {
  const { refuses = true } = options;
  for (const [name, check] of Object.entries({ ...CHECKS, ...(refuses ? REFUSALS : {}) })) {
    test(`a transport ${name}`, () => check(new Exchange(transport, options)));
  }
}

/** The requests that the checks are made of. */
class Exchange {
  readonly #transport: Transport;
  readonly #model: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(transport: Transport, { model = 'gpt-4o-mini', headers = {} }: ConformanceOptions) {
    this.#transport = transport;
    this.#model = model;
    this.#headers = headers;
  }

  question(stream: boolean): { model: string; stream: boolean; messages: { role: string; content: string }[] } {
    return { model: this.#model, stream, messages: [{ role: 'user', content: 'Say hello.' }] };
  }

  send(body: WireRequest['body'], more: Partial<WireRequest> = {}): Promise<WireReply> {
    const isStream = typeof body === 'object' && (body as { stream?: unknown } | null)?.stream === true;
    const accept = isStream ? 'text/event-stream' : 'application/json';
    const headers = { accept, 'content-type': 'application/json', ...this.#headers };
    return this.#transport({ method: 'POST', path: '/chat/completions', headers, body, ...more });
  }
}

const CHECKS: Readonly<Record<string, Check>> = {
  'answers a question with a completion': async (exchange) => {
    const reply = await exchange.send(exchange.question(false));
    assert.equal(reply.status, 200);
    assert.match(reply.headers['content-type'] ?? '', /json/);
    assertCompletion(await jsonOf(reply));
  },

  'streams an answer that ends whole': async (exchange) => {
    const reply = await exchange.send(exchange.question(true));
    assert.equal(reply.status, 200);
    assert.match(reply.headers['content-type'] ?? '', /event-stream/);
    const finishes: unknown[] = [];
    for await (const { events } of eventsOf(reply)) {
      for (const event of events) if (!event.isDone) finishes.push(...finishReasons(event.json as Fields));
    }
    assert.equal(finishes.filter((reason) => typeof reason === 'string').length, 1, 'one finish reason, and only one');
  },

  'takes a body as a value, as bytes and as a stream of bytes': async (exchange) => {
    const question = exchange.question(false);
    const bytes = new TextEncoder().encode(JSON.stringify(question));
    for (const body of [question, bytes, halves(bytes)]) {
      const reply = await exchange.send(body);
      assert.equal(reply.status, 200);
      assertCompletion(await jsonOf(reply));
    }
  },

  'names headers in lower case': async (exchange) => {
    const reply = await exchange.send(exchange.question(false));
    await collect(reply.body);
    for (const name of Object.keys(reply.headers)) assert.equal(name, name.toLowerCase());
  },

  'changes nothing of the request': async (exchange) => {
    const question = Object.freeze(exchange.question(false));
    for (const message of question.messages) Object.freeze(message);
    const reply = await exchange.send(question, { query: Object.freeze({}) });
    assertCompletion(await jsonOf(reply));
  },

  'answers twenty requests at once, each with its own answer': async (exchange) => {
    const streams = Array.from({ length: 20 }, (_, at) => at % 2 === 0);
    const replies = await Promise.all(streams.map((stream) => exchange.send(exchange.question(stream))));
    const ids = await Promise.all(replies.map((reply, at) => (streams[at] ? idInStream(reply) : idOf(reply))));
    assert.equal(new Set(ids).size, replies.length, `each answer has an id of its own: ${ids.join(' ')}`);
  },

  'sends nothing for a caller who has gone already': async (exchange) => {
    const sending = exchange.send(exchange.question(false), { signal: AbortSignal.abort() });
    await assert.rejects(sending, isAborted);
  },

  'ends a stream whose caller goes': async (exchange) => {
    const controller = new AbortController();
    const reply = await exchange.send(exchange.question(true), { signal: controller.signal });
    const batches = eventsOf(reply)[Symbol.asyncIterator]();
    let last = await batches.next();
    controller.abort();
    try {
      while (!last.done) last = await batches.next();
    } catch (error) {
      assert.ok(isAborted(error), `what is read after the end rejects with \`aborted\`, and not with ${String(error)}`);
    }
  },

  'lets a stream be left, and goes on working': async (exchange) => {
    for (let turn = 0; turn < 3; turn += 1) {
      for await (const _ of eventsOf(await exchange.send(exchange.question(true)))) break;
    }
    assertCompletion(await jsonOf(await exchange.send(exchange.question(false))));
  },
};

const REFUSALS: Readonly<Record<string, Check>> = {
  'resolves with the status of a refusal, and its words': async (exchange) => {
    const { messages: _, ...question } = exchange.question(false);
    const reply = await exchange.send(question);
    assert.ok(reply.status >= 400 && reply.status < 500, `${reply.status} is no refusal`);
    const { error, detail } = await jsonOf(reply);
    assert.ok(error !== undefined || detail !== undefined, 'the body says what is wrong');
  },

  'resolves where there is no such path': async (exchange) => {
    const reply = await exchange.send(undefined, { method: 'GET', path: '/no-such-path' });
    await collect(reply.body);
    assert.ok(reply.status >= 400 && reply.status < 500, `${reply.status} is no refusal`);
  },
};

function assertCompletion(json: Fields): void {
  assert.equal(json['object'], 'chat.completion');
  const [choice] = json['choices'] as Fields[];
  const message = choice?.['message'] as Fields | undefined;
  assert.equal(message?.['role'], 'assistant');
  assert.equal(typeof choice?.['finish_reason'], 'string');
}

async function jsonOf(reply: WireReply): Promise<Fields> {
  return JSON.parse(new TextDecoder().decode(await collect(reply.body))) as Fields;
}

async function idOf(reply: WireReply): Promise<unknown> {
  return (await jsonOf(reply))['id'];
}

async function idInStream(reply: WireReply): Promise<unknown> {
  const ids = new Set<unknown>();
  for await (const { events } of eventsOf(reply)) {
    for (const event of events) if (!event.isDone) ids.add((event.json as Fields)['id']);
  }
  assert.equal(ids.size, 1, 'one id in the whole stream');
  return [...ids][0];
}

function eventsOf({ body }: WireReply): EventStream {
  if (EventStream.isInstance(body)) return body;
  return parseEvents(body instanceof Uint8Array ? halves(body) : body);
}

async function* halves(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const middle = bytes.byteLength >> 1;
  yield bytes.subarray(0, middle);
  yield bytes.subarray(middle);
}

function finishReasons({ choices }: Fields): unknown[] {
  return Array.isArray(choices) ? (choices as Fields[]).map((choice) => choice['finish_reason']) : [];
}

function isAborted(error: unknown): boolean {
  return ColloquyError.isInstance(error) && error.code === 'aborted';
}
