// Five hundred callers in a process of their own, whose streams are all open: killed, they are all cut at once.
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';

const { URL_OF_API = '', TOKEN = '', CALLERS = '500', ROUND = '0' } = process.env;
const agent = new Agent();
const body = JSON.stringify({
  model: 'm',
  messages: [{ role: 'user', content: 'Say it.' }],
  stream: true,
  max_tokens: 100,
});
await Promise.all(
  Array.from({ length: Number(CALLERS) }, async (_, at) => {
    const headers = {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'x-client-request-id': `${ROUND}-${at}`,
    };
    const call = request(`${URL_OF_API}/chat/completions`, { method: 'POST', headers, agent });
    call.end(body);
    const [reply] = (await once(call, 'response')) as [IncomingMessage];
    await new Promise<void>((resolve) => {
      let text = '';
      reply.on('data', (bytes: Buffer) => {
        text += String(bytes);
        if (text.includes('"w2 "')) resolve();
      });
    });
  }),
);
process.send?.('open');
