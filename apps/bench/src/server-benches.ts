import { expressProxy, expressRouter } from './contenders/express-servers.ts';
import { aimockServer, localServer } from './contenders/local-servers.ts';
import { nestResponse, nestStream } from './contenders/nest-servers.ts';
import { gatewayServer, rawPipe } from './contenders/servers.ts';
import type { ServerBench } from './server-bench.ts';

const PROXIES = {
  'node:http pipe': rawPipe,
  'express + http-proxy-middleware': expressProxy,
  '@colloquy/gateway': gatewayServer,
  '@colloquy/express': expressRouter,
};

/** Every comparison of servers, in the order of the table. */
export const serverBenches: readonly ServerBench[] = [
  { name: 'gateway', unit: 'request', load: 'json', floor: 'node:http pipe', contenders: PROXIES },
  {
    name: 'gateway-stream',
    unit: 'event',
    load: 'stream',
    floor: 'express + http-proxy-middleware',
    contenders: PROXIES,
  },
  {
    name: 'nest-stream',
    unit: 'event',
    load: 'stream',
    floor: 'Nest returning a Response',
    contenders: { 'Nest returning a Response': nestResponse, '@colloquy/nestjs': nestStream },
  },
  {
    name: 'local',
    unit: 'request',
    load: 'json',
    floor: '@copilotkit/aimock',
    contenders: { '@copilotkit/aimock': aimockServer, '@colloquy/local': localServer },
  },
];
