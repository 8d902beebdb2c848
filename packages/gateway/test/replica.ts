// A replica in a process of its own: answers over HTTP, and shares its records with others.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, defineProvider } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { apiHandler, createGateway, sqliteGatewayStore } from '@colloquy/gateway';
import { redisReplies } from '@colloquy/gateway/redis';
import { redisStore } from '@colloquy/limits/redis';

const { BASE_URL = '', RECORDS = '', REDIS_URL, GRACE_MS = '30000', TOKENS_PER_DAY = '1000000' } = process.env;
const provider = defineProvider({ name: 'oracle', baseURL: BASE_URL, endpoints: openai.endpoints });
const records = sqliteGatewayStore(RECORDS);
const endings: Record<string, number> = {};
const gateway = createGateway({
  upstreams: { main: createClient({ provider, apiKey: 'sk-upstream-canary', maxRetries: 0 }) },
  models: { '*': 'main' },
  limits: { project: { tokensPerDay: Number(TOKENS_PER_DAY) } },
  store:
    REDIS_URL === undefined ? records : { ...records, limits: redisStore(REDIS_URL), replies: redisReplies(REDIS_URL) },
  hooks: {
    onExchange: ({ ending }) => {
      endings[ending] = (endings[ending] ?? 0) + 1;
    },
  },
});
/** When each caller was seen to be gone, by the id of its request, on the clock that all processes share. */
const closed: Record<string, number> = {};
const api = apiHandler({ gateway });
const server = createServer((request, response) => {
  const id = request.headers['x-client-request-id'];
  response.once('close', () => {
    closed[String(id)] = Number(process.hrtime.bigint()) / 1e6;
  });
  if (request.url === '/ready') response.writeHead(gateway.isClosing ? 503 : 200).end();
  else void api(request, response);
});
server.listen(0, '127.0.0.1', async () => {
  const { token } = await gateway.tokens.create({ project: 'alpha' });
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token });
});
process.on('message', async () => {
  const { user, system } = process.cpuUsage();
  const { tokens_per_day } = await gateway.quota({ project: 'alpha', token: 'none' });
  process.send?.({
    closed,
    endings,
    inFlight: gateway.inFlight,
    cpuMs: (user + system) / 1000,
    used: tokens_per_day?.used,
  });
});
process.once('SIGTERM', async () => {
  await gateway.close({ graceMs: Number(GRACE_MS) });
  await api.close();
  server.close();
  // The process ends by itself where nothing is left that keeps it.
  process.disconnect();
});
