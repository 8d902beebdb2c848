// The service that every contender talks to: plain node:http in a process of its own, so that its cost is nobody's.
import { createServer, type ServerResponse } from 'node:http';

const COMPLETION = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'm',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hello there.', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
});

function event(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: 'chatcmpl-0123456789abcdef0123456789', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'gpt-4o-mini-2024-07-18', service_tier: 'default', system_fingerprint: 'fp_0123456789', choices, usage: null })}\n\n`;
}

const TOOL_ARGUMENTS = ' {"name": "x"}, ';

/** How many events a stream has, and of what kind, is said in the request's model: `text-20000`, `burst-20000`, `tools-4000`, `hold`. */
function stream(response: ServerResponse, model: string): void {
  const [kind, count] = model.split('-');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (kind === 'hold') {
    response.write(event({ role: 'assistant', content: 'held' }));
    return;
  }
  const isTools = kind === 'tools';
  const open = isTools
    ? {
        role: 'assistant',
        content: null,
        tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"items": [' } }],
      }
    : { role: 'assistant', content: '' };
  const body = isTools
    ? event({ tool_calls: [{ index: 0, function: { arguments: TOOL_ARGUMENTS } }] })
    : event({ content: ' token' });
  const close = isTools ? event({ tool_calls: [{ index: 0, function: { arguments: '{}]}' } }] }) : '';
  // An event at a time, as services write them; or whole events, as many as fit into 64 KiB, which is as fast as can be.
  const perWrite = kind === 'burst' ? 1 : Math.max(1, Math.floor(65_536 / body.length));
  let left = Number(count);
  response.write(event(open));
  while (left > 0) {
    response.write(body.repeat(Math.min(left, perWrite)));
    left -= perWrite;
  }
  response.end(`${close}${event({}, isTools ? 'tool_calls' : 'stop')}data: [DONE]\n\n`);
}

const server = createServer((request, response) => {
  if (request.url?.endsWith('/files')) {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ id: 'file-1', object: 'file', bytes, created_at: 1, filename: 'x', purpose: 'fine-tune' }),
      );
    });
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    if (body.stream) return stream(response, String(body.model));
    response.setHeader('content-type', 'application/json');
    response.end(COMPLETION);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address() as { port: number };
  process.send?.(`http://127.0.0.1:${address.port}/v1`);
});
process.on('disconnect', () => process.exit(0));
