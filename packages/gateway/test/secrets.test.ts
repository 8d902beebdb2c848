import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createGateway, sqliteGatewayStore } from '@colloquy/gateway';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listen } from './listen.ts';
import { type Behaviour, chatAnswer, frame, piece, sendJson, startEvents, startUpstream } from './upstream-server.ts';

const UPSTREAM_KEY = 'sk-upstream-canary';
const PROMPT = 'prompt-canary-5f2c';

/** How services give away what they were sent: in errors, headers, the middle of a stream. */
const ECHOES: Behaviour[] = [
  ({ headers }, response) => sendJson(response, 401, { error: { message: `bad key ${headers.authorization}` } }),
  ({ headers }, response) => sendJson(response, 500, { detail: `at http://10.1.2.3/v1?key=${headers.authorization}` }),
  ({ headers }, response) =>
    sendJson(
      response,
      429,
      { error: { message: 'slow' } },
      { 'x-key': `${headers.authorization}`, 'retry-after': '1' },
    ),
  ({ headers }, response) =>
    sendJson(
      response,
      200,
      { error: { message: `no ${headers.authorization}` } },
      { 'set-cookie': `k=${UPSTREAM_KEY}` },
    ),
  ({ headers }, response) => {
    startEvents(response);
    response.write(piece('m', { role: 'assistant', content: '' }));
    response.write(piece('m', { content: 'half' }));
    response.end(frame({ error: { message: `wrong key ${headers.authorization}`, type: 'server_error' } }));
  },
  (_, __, socket) => void socket.resetAndDestroy(),
  chatAnswer({}),
];

test('S28: no key, no token and no prompt is in any answer, hook, metric, line of output or record', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const told: string[] = [];
  const answers: string[] = [];
  const seen = (what: unknown): void => void told.push(inspect(what, { depth: 12 }), JSON.stringify(what) ?? '');
  const outputs = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name));
  const upstream = await startUpstream();
  const gateway = createGateway({
    upstreams: { main: upstream.client() },
    models: { '*': 'main' },
    store: sqliteGatewayStore(join(folder, 'gateway.db')),
    breaker: { failures: 1_000 },
    hooks: { onExchange: seen, onAudit: seen, onUpstreamFailure: seen },
  });
  const { post, key } = await listen(gateway, { hooks: { onEnd: seen, onError: seen, onUsage: seen } });
  const jwt = await gateway.tokens.create({ project: 'alpha', format: 'jwt' });
  const tokens = [key, jwt.token, 'clq_wrong-token-canary', 'eyJhbGciOiJub25lIn0.e30.wrong-jwt-canary'];
  for (const behave of ECHOES) {
    upstream.behave = behave;
    for (const token of tokens) {
      for (const stream of [false, true]) {
        const messages = [{ role: 'user', content: PROMPT }];
        const reply = await post(
          '/chat/completions?api_key=query-canary',
          { model: 'm', messages, stream, max_tokens: 5 },
          {
            authorization: `Bearer ${token}`,
            cookie: 'c=cookie-canary',
            ...(stream ? {} : { 'idempotency-key': 'k-canary' }),
          },
        );
        answers.push(JSON.stringify([...reply.headers]), await reply.text());
      }
    }
  }
  seen(await gateway.tokens.list());
  seen(await gateway.quota({ project: 'alpha', token: 't' }));
  seen(gateway);
  told.push(gateway.metrics());
  for (const spy of [...outputs, ...consoles]) {
    for (const call of spy.mock.calls) told.push(call.map(String).join(' '));
    spy.mockRestore();
  }
  await gateway.close();
  await upstream.close();
  for (const name of readdirSync(folder)) told.push(readFileSync(join(folder, name)).toString('latin1'));

  expect(told.length).toBeGreaterThan(100);
  expect(answers.join('\n')).toContain('half');
  // Where an upstream is, its operator may know, and nobody else.
  expect(answers.filter((text) => /10\.1\.2\.3|127\.0\.0\.1/.test(text))).toEqual([]);
  told.push(...answers);
  for (const secret of [UPSTREAM_KEY, PROMPT, 'query-canary', 'cookie-canary', 'k-canary', ...tokens])
    expect(told.filter((text) => text.includes(secret)).map((text) => text.slice(0, 600))).toEqual([]);
});
