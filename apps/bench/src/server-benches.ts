import type { ServerBench } from './server-bench.ts';

// Imported where they run, so that no process holds another contender's libraries.
const PROXIES: ServerBench['contenders'] = {
  'node:http pipe': async (upstream) => (await import('./contenders/pipe-server.ts')).pipeServer(upstream),
  'http-proxy-middleware': async (upstream) => (await import('./contenders/proxy-server.ts')).proxyServer(upstream),
  '@colloquy/gateway': async (upstream) => (await import('./contenders/gateway-server.ts')).gatewayServer(upstream),
  '@colloquy/express': async (upstream) => (await import('./contenders/router-server.ts')).routerServer(upstream),
  '@portkey-ai/gateway': async (upstream) => (await import('./contenders/portkey-server.ts')).portkeyServer(upstream),
};

/** Every comparison of servers, in the order of the table. */
export const serverBenches: readonly ServerBench[] = [
  {
    name: 'gateway',
    title: 'Gateway: a JSON request through it',
    unit: 'request',
    load: 'json',
    floor: 'node:http pipe',
    contenders: PROXIES,
  },
  {
    name: 'gateway-stream',
    title: 'Gateway: an event of a stream through it',
    unit: 'event',
    load: 'stream',
    floor: 'node:http pipe',
    contenders: PROXIES,
  },
  {
    name: 'gateway-bulk',
    title: 'Gateway: an event of a stream written 64 KiB at a time',
    unit: 'event',
    load: 'bulk',
    floor: 'node:http pipe',
    contenders: PROXIES,
  },
  {
    name: 'gateway-first-token',
    title: 'Gateway: a stream of three events through it',
    unit: 'short stream',
    load: 'first-token',
    floor: 'node:http pipe',
    contenders: PROXIES,
  },
  {
    name: 'gateway-open-streams',
    title: 'Gateway: memory of a stream that is open',
    unit: 'open stream',
    load: 'open',
    floor: 'node:http pipe',
    contenders: PROXIES,
  },
  {
    name: 'nest-stream',
    title: 'NestJS: an event of a stream',
    unit: 'event',
    load: 'stream',
    floor: 'a fetch Response',
    contenders: {
      'a fetch Response': async (upstream) =>
        (await import('./contenders/nest-response-server.ts')).nestResponseServer(upstream),
      '@colloquy/nestjs': async (upstream) =>
        (await import('./contenders/nest-colloquy-server.ts')).nestColloquyServer(upstream),
      '@Sse over openai': async (upstream) => (await import('./contenders/nest-sse-server.ts')).nestSseServer(upstream),
    },
  },
  {
    name: 'local',
    title: 'Offline provider: a JSON request',
    unit: 'request',
    load: 'json',
    floor: 'a fixed answer',
    contenders: {
      'a fixed answer': async () => (await import('./contenders/fixed-server.ts')).fixedServer(),
      '@colloquy/local': async () => (await import('./contenders/local-server.ts')).localServer(),
      '@copilotkit/aimock': async () => (await import('./contenders/aimock-server.ts')).aimockServer(),
    },
  },
];
