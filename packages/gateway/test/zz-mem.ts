import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import type { AddressInfo } from 'node:net';
import { createClient, defineProvider } from '@colloquy/core';
import { apiHandler, createGateway } from '@colloquy/gateway';
import { spawn } from 'node:child_process';

const role = process.argv[2];
if (role === 'upstream') {
  const body = JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: 'hello there' }, finish_reason: 'stop' }], usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 } });
  const chunk = (d: object, f: string | null = null) => `data: ${JSON.stringify({ id: 'chatcmpl-abcdefghijklmnop', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini-2024-07-18', system_fingerprint: 'fp_x', choices: [{ index: 0, delta: d, logprobs: null, finish_reason: f }] })}\n\n`;
  const many = Array.from({ length: 100 }, (_, i) => chunk({ content: `word${i} ` })).join('');
  const server = createServer(async (req, res) => {
    let t = ''; for await (const p of req) t += p;
    if (!t.includes('"stream":true')) { res.writeHead(200, { 'content-type': 'application/json' }); res.end(body); return; }
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(chunk({ role: 'assistant', content: '' }));
    if (t.includes('hold')) { res.write(chunk({ content: 'a' })); return; }
    for (let i = 0; i < 10; i++) { res.write(many); await new Promise((r) => setImmediate(r)); }
    res.write(chunk({}, 'stop')); res.end('data: [DONE]\n\n');
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
} else if (role === 'pipe' || role === 'gateway') {
  const port = Number(process.argv[3]);
  let key = '';
  let handler: (q: any, r: any) => void;
  if (role === 'pipe') {
    const { Agent } = await import('node:http');
    const agent = new Agent({ keepAlive: true });
    handler = (req, res) => { const up = httpRequest({ port, path: req.url, method: req.method, headers: { ...req.headers, host: 'x' }, agent }, (r) => { res.writeHead(r.statusCode!, r.headers); r.pipe(res); }); req.pipe(up); };
  } else {
    const gw = createGateway({ upstreams: { a: createClient({ provider: defineProvider({ name: 'a', baseURL: `http://127.0.0.1:${port}/v1` }), apiKey: 'k' }) }, models: { '*': 'a' }, limits: { project: { tokensPerDay: 1e12 }, token: { requestsPerMinute: 1e9, concurrent: 1e6 } } });
    key = (await gw.tokens.create({ project: 'p' })).token;
    const h = apiHandler({ gateway: gw });
    handler = (req, res) => { req.url = req.url.slice(3); void h(req, res); };
  }
  const server = createServer(handler);
  process.on('message', () => { (globalThis as any).gc?.(); process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss }); });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port, key }));
} else {
  const start = async (...args: string[]) => {
    const child = spawn(process.execPath, ['--expose-gc','--conditions=@colloquy/source', '--no-warnings', import.meta.filename, ...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const [m] = (await once(child, 'message')) as [{ port: number; key: string }];
    const rss = async () => { child.send('cpu'); const [c] = (await once(child, 'message')) as [{ rss: number }]; return c.rss; };
    const cpu = async () => { child.send('cpu'); const [c] = (await once(child, 'message')) as [{ cpu: { user: number; system: number } }]; return c.cpu.user + c.cpu.system; };
    return { ...m, cpu, rss, child };
  };
  const { Agent } = await import('node:http');
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const call = (port: number, key: string, stream: boolean) => new Promise<void>((resolve, reject) => {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }], max_tokens: 2000, stream });
    const r = httpRequest({ port, path: '/v1/chat/completions', method: 'POST', agent, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (res) => { if (res.statusCode !== 200) reject(new Error(`${res.statusCode}`)); res.resume().on('end', resolve); });
    r.on('error', reject); r.end(body);
  });
  const upstream = await start('upstream');
  for (const kind of ['pipe', 'gateway', 'pipe', 'gateway']) {
    const s = await start(kind, `${upstream.port}`);
    const hold = () => new Promise<void>((resolve, reject) => { const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hold' }], max_tokens: 2000, stream: true });
      const r = httpRequest({ port: s.port, path: '/v1/chat/completions', method: 'POST', agent: false, headers: { authorization: `Bearer ${s.key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (res) => { res.once('data', () => resolve()); res.on('error', () => {}); }); r.on('error', () => {}); r.end(body); });
    await Promise.all(Array.from({ length: 100 }, hold)); const a = await s.rss(); await Promise.all(Array.from({ length: 1000 }, hold)); console.log(kind, 'KB per open stream', ((await s.rss() - a) / 1024 / 1000).toFixed(1));
    s.child.kill();
  }
  upstream.child.kill(); process.exit(0);
}
