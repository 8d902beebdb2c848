import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ALICE, messages, post, setup } from './call.ts';
import { listen } from './listen.ts';
import { recordUpstream } from './record-upstream.ts';
import { sendJson } from './upstream-server.ts';

const chat = { model: 'm', messages, max_tokens: 20 };

/** Says something to a port, and resolves with all that comes back until the other side closes. */
async function say(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(request);
  return text(socket);
}

describe('S7: a request that two servers could read in two ways', () => {
  const body = '{}';
  const start = (key: string, more: string): string =>
    `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n${more}`;
  const REQUESTS: Record<string, (key: string) => string> = {
    'a length and a transfer coding': (key) =>
      start(key, `content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\n${body}\r\n0\r\n\r\n`),
    'two lengths': (key) => start(key, `content-length: 2\r\ncontent-length: 3\r\n\r\n${body}`),
    'lines that end with a line feed alone': (key) =>
      start(key, `content-length: 2\r\n\r\n${body}`).replaceAll('\r\n', '\n'),
    'a NUL in a header': (key) => start(key, `x-a: a\0b\r\ncontent-length: 2\r\n\r\n${body}`),
    'a header that goes on in the next line': (key) => start(key, `x-a: a\r\n b\r\ncontent-length: 2\r\n\r\n${body}`),
    'no host': (key) => start(key, `content-length: 2\r\n\r\n${body}`).replace('host: a\r\n', ''),
  };

  test.each(Object.keys(REQUESTS))('%s: 400, and the connection is closed', async (name) => {
    const { gateway, upstream } = await setup();
    const { port, key } = await listen(gateway);
    expect(await say(port, (REQUESTS[name] as (key: string) => string)(key))).toMatch(/^HTTP\/1\.1 400 /);
    expect(upstream.seen).toEqual([]);
  });
});

describe('S24: what a caller would like the gateway to reach', () => {
  /** A server that nobody has any business with. */
  async function inside(): Promise<{ url: string; asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('secret');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked };
  }

  test('addresses in a body go on as they are: fetching them is the service’s affair, and never the gateway’s', async () => {
    const { url, asked } = await inside();
    const { gateway, upstream } = await setup(recordUpstream());
    const { post: send } = await listen(gateway);
    const bodies: [path: string, body: object][] = [
      [
        '/chat/completions',
        {
          model: 'm',
          stream: false,
          messages: [
            {
              role: 'user',
              content: [
                { type: 'image_url', image_url: { url } },
                { type: 'image_url', image_url: { url: 'http://[::ffff:169.254.169.254]/latest/meta-data/' } },
              ],
            },
          ],
        },
      ],
      [
        '/responses',
        {
          model: 'm',
          stream: false,
          input: [
            {
              role: 'user',
              content: [
                { type: 'input_file', file_url: url },
                { type: 'input_image', image_url: url },
              ],
            },
          ],
          tools: [{ type: 'mcp', server_label: 'a', server_url: url }],
        },
      ],
      ['/fine_tuning/jobs', { model: 'm', integrations: [{ type: 'wandb', wandb: { project: url } }] }],
    ];
    for (const [path, body] of bodies) {
      expect((await send(path, body)).status).toBe(200);
      expect(upstream.seen.at(-1)?.json).toEqual(body);
    }
    expect(asked).toEqual([]);
  });

  test('neither a path, a host nor a header leads anywhere but to the upstreams', async () => {
    const { url, asked } = await inside();
    const { gateway, upstream } = await setup();
    const { port, key, post: send } = await listen(gateway);
    for (const path of [
      url,
      `${url}v1/models`,
      '//127.0.0.1/v1/files',
      '/v1/../../etc/passwd',
      '/v1/files/..%2f..%2fadmin',
    ]) {
      const request = `GET ${path} HTTP/1.1\r\nhost: ${url.slice(7, -1)}\r\nauthorization: Bearer ${key}\r\nconnection: close\r\n\r\n`;
      expect(await say(port, request)).toMatch(/^HTTP\/1\.1 404 /);
    }
    expect(upstream.seen).toEqual([]);
    const headers = {
      'x-base-url': url,
      'x-forwarded-host': url,
      'x-portkey-custom-host': url,
      forwarded: `host=${url}`,
    };
    expect((await send('/chat/completions?base_url=http://127.0.0.1/', chat, headers)).status).toBe(200);
    expect(JSON.stringify(upstream.seen[0]?.headers)).not.toContain(url.slice(7, -1));
    expect(asked).toEqual([]);
  });

  test('an upstream that sends elsewhere is not followed', async () => {
    const { url, asked } = await inside();
    const { gateway } = await setup((_, response) => void response.writeHead(307, { location: url }).end());
    const { post: send } = await listen(gateway);
    const reply = await send('/chat/completions', chat);
    expect(reply.status).toBe(502);
    expect(await reply.text()).not.toContain(url);
    expect(asked).toEqual([]);
  });
});

describe('S26: numbers that are none', () => {
  test.each([
    ['max_tokens', '1e309'],
    ['max_tokens', '-1e309'],
    ['max_tokens', '-1'],
    ['max_tokens', '0'],
    ['max_tokens', '1.5'],
    ['max_tokens', '"10"'],
    ['max_tokens', '[10]'],
    ['max_tokens', '9007199254740991'],
    ['max_completion_tokens', '"10"'],
    ['n', '0'],
    ['n', '-1'],
    ['n', '"10"'],
    ['n', '1e309'],
    ['n', 'true'],
  ])('%s %s is 400 and names the field', async (field, number) => {
    const { gateway, upstream } = await setup();
    const { post: send } = await listen(gateway);
    const reply = await send(
      '/chat/completions',
      `{"model":"m","messages":[],"${field}":${number},"prompt":"Say it."}`,
    );
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ error: { type: 'invalid_request_error', param: field } });
    expect(upstream.seen).toEqual([]);
    expect((await gateway.quota(ALICE)).tokens_per_day?.used).toBe(0);
  });

  test('NaN is no JSON', async () => {
    const { gateway, upstream } = await setup();
    const { post: send } = await listen(gateway);
    expect((await send('/chat/completions', '{"model":"m","messages":[],"max_tokens":NaN}')).status).toBe(400);
    expect(upstream.seen).toEqual([]);
  });

  test('ten answers are reserved as ten, and more than there is in a day is never asked for', async () => {
    let answer = (): void => {};
    const { gateway, alice, upstream } = await setup((_, response) => {
      answer = () => sendJson(response, 200, { choices: [], usage: { total_tokens: 33 } });
    });
    const used = async () => (await gateway.quota(ALICE)).tokens_per_day?.used;
    const call = post(alice, '/chat/completions', { ...chat, n: 10 });
    await expect.poll(() => upstream.seen.length).toBe(1);
    expect(await used()).toBe(3 + 10 * 20);
    answer();
    await call;
    expect(await used()).toBe(33);
    for (const more of [{ max_tokens: 200_000 }, { max_tokens: 20_000, n: 10 }, { max_tokens: 1e15 }]) {
      expect((await post(alice, '/chat/completions', { ...chat, ...more })).status).toBe(429);
    }
    expect(upstream.seen).toHaveLength(1);
    expect(await used()).toBe(33);
  });
});

describe('what a caller would like to see in a header', () => {
  test('a request id is taken where it is a word, and otherwise made', async () => {
    const { gateway } = await setup();
    const { post: send } = await listen(gateway);
    const answered = async (id: string) =>
      (await send('/chat/completions', chat, { 'x-request-id': id })).headers.get('x-request-id');
    expect(await answered('trace-7')).toBe('trace-7');
    for (const id of ['a b', 'é', 'a\tb', 'x'.repeat(201), ''])
      expect(await answered(id)).toMatch(/^req_[0-9a-f]{32}$/);
  });

  test('a model’s name stands nowhere but in the JSON of the answer', async () => {
    const { gateway, upstream } = await setup(undefined, { models: { 'gpt-4o': 'main' } });
    const { post: send } = await listen(gateway);
    const model = 'gpt\r\nset-cookie: a=b\r\n\r\n<script>"\u2028';
    const reply = await send('/chat/completions', { ...chat, model });
    expect(reply.status).toBe(404);
    expect(reply.headers.get('set-cookie')).toBeNull();
    expect(reply.headers.get('content-type')).toBe('application/json');
    expect(await reply.json()).toMatchObject({
      error: { message: expect.stringContaining(model), code: 'model_not_found' },
    });
    expect(gateway.metrics()).not.toContain('script');
    expect(upstream.seen).toEqual([]);
  });

  test('credentials, cookies and where a caller comes from stay here; so do the upstream’s own', async () => {
    const { alice, bob, upstream } = await setup();
    const headers = {
      authorization: 'Bearer clq_secret',
      cookie: 'a=b',
      'x-forwarded-for': '10.0.0.1',
      'openai-organization': 'org',
      'idempotency-key': 'k',
      'x-client-request-id': 'r',
    };
    upstream.behave = (_, response) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': 'up=1',
        'x-ratelimit-remaining-tokens': '5',
        server: 'secret',
        'openai-organization': 'org-upstream',
      });
      response.end('{"choices":[]}');
    };
    const reply = await post(alice, '/chat/completions', chat, headers);
    await post(bob, '/chat/completions', chat, headers);
    const [seen, other] = upstream.seen.map((request) => request.headers) as [
      Record<string, string>,
      Record<string, string>,
    ];
    expect(seen.authorization).toBe('Bearer sk-upstream-canary');
    expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['cookie']));
    expect(JSON.stringify(seen)).not.toMatch(/clq_secret|a=b|10\.0\.0\.1/);
    expect(seen['x-client-request-id']).toBe('r');
    expect(seen['idempotency-key']).not.toBe(other['idempotency-key']);
    expect(Object.keys(reply.headers)).not.toEqual(expect.arrayContaining(['set-cookie']));
    expect(JSON.stringify(reply.headers)).not.toMatch(/org-upstream|secret|up=1/);
    expect(reply.headers['x-ratelimit-remaining-tokens']).not.toBe('5');
  });
});
