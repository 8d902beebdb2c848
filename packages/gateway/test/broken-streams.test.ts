import { createGateway, type ExchangeReport } from '@colloquy/gateway';
import { describe, expect, onTestFinished, test } from 'vitest';
import { messages } from './call.ts';
import { listen } from './listen.ts';
import { type Behaviour, chatAnswer, frame, piece, startEvents, startUpstream } from './upstream-server.ts';

/** Every way in which an upstream fails once its first content is with the caller. */
const FAULTS: Record<string, Behaviour> = {
  'resets the connection': (_, response, socket) =>
    void response.write('', () => setImmediate(() => socket.resetAndDestroy())),
  'closes the connection in the middle of its body': (_, __, socket) => void setImmediate(() => socket.end()),
  'closes the connection in the middle of an event': (_, response, socket) =>
    void response.write('data: {"choices":[{"index":0,"del', () => setImmediate(() => socket.end())),
  'ends its body without finishing': (_, response) => void response.end(),
  'sends what is no JSON, and ends': (_, response) => void response.end('data: {"choices": [\n\n'),
  'says nothing more': () => {},
  'sends nothing but comments': (_, response) => {
    const timer = setInterval(() => response.write(': still here\n\n'), 20);
    response.on('close', () => clearInterval(timer));
  },
  'sends an error': (_, response) =>
    void response.end(frame({ error: { message: 'overloaded', type: 'server_error', param: null, code: null } })),
  'sends an error and then says that all is well': (_, response) => {
    response.write(frame({ error: { message: 'overloaded', type: 'server_error', param: null, code: null } }));
    response.end('data: [DONE]\n\n');
  },
};

const APIS: Record<string, { body: object; begin: Behaviour; said: string; cost: number }> = {
  '/chat/completions': {
    body: { model: 'm', messages, stream: true, max_tokens: 20 },
    begin: (_, response) => {
      response.write(piece('m', { role: 'assistant', content: '' }));
      response.write(piece('m', { content: 'half' }));
    },
    said: '"half"',
    cost: 3 + 1,
  },
  '/responses': {
    body: { model: 'm', input: 'Say it.', stream: true, max_output_tokens: 20, store: false },
    begin: (_, response) => {
      const event = (type: string, json: object) => response.write(`event: ${type}\n${frame({ type, ...json })}`);
      const at = { item_id: 'm', output_index: 0 };
      event('response.created', { sequence_number: 0, response: { id: 'resp_1', status: 'in_progress' } });
      event('response.in_progress', { sequence_number: 1, response: { id: 'resp_1', status: 'in_progress' } });
      event('response.output_item.added', { sequence_number: 2, output_index: 0, item: { type: 'message', id: 'm' } });
      event('response.content_part.added', {
        ...at,
        sequence_number: 3,
        content_index: 0,
        part: { type: 'output_text' },
      });
      event('response.output_text.delta', { ...at, sequence_number: 4, content_index: 0, delta: 'half' });
    },
    said: '"half"',
    cost: 2 + 1,
  },
};

describe.each(Object.keys(APIS))('S10: a stream of %s whose first content is with its caller', (path) => {
  const { body, begin, said, cost } = APIS[path] as (typeof APIS)[string];

  test.each(Object.keys(FAULTS))(
    'from an upstream that %s ends with an error, is counted, and is nobody else’s to finish',
    async (name) => {
      // What is no piece counts as one: looking at each event would cost more than it is worth.
      const extra = /^sends (?:an error|what is no JSON)/.test(name) ? 1 : 0;
      const upstream = await startUpstream((request, response, socket) => {
        startEvents(response);
        begin(request, response, socket);
        (FAULTS[name] as Behaviour)(request, response, socket);
      });
      const other = await startUpstream(chatAnswer({}));
      const reports: ExchangeReport[] = [];
      const gateway = createGateway({
        upstreams: { main: upstream.client(), other: other.client() },
        models: { '*': ['main', 'other'] },
        timeout: { idle: 200 },
        hooks: { onExchange: (report) => reports.push(report) },
      });
      onTestFinished(async () => {
        await gateway.close({ graceMs: 0 });
        await upstream.close();
        await other.close();
      });
      const { post } = await listen(gateway);
      const reply = await post(path, body);
      expect(reply.status).toBe(200);
      const text = await reply.text();
      expect(text).toContain(said);
      expect(text).toMatch(/(?:^|\n)(?:event: error\n)?data: \{[^\n]*"error":\{"message":"[^\n]+\n\n$/);
      expect(text).not.toContain('[DONE]');
      expect(reports).toMatchObject([{ ending: 'failed', status: 200, upstream: 'main', tokens: cost + extra }]);
      expect((await gateway.quota({ project: 'alpha', token: 't' })).tokens_per_day?.used).toBe(cost + extra);
      expect(other.seen).toEqual([]);
      expect(gateway.metrics()).toContain('ending="failed"} 1');
    },
  );
});
