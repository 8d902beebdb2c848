import 'reflect-metadata';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { colloquyErrorHandler, colloquyRouter } from '@colloquy/express';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import express from 'express';
import { pageRoutes } from './page/page-routes.ts';
import { chooseProvider } from './requests/choose-provider.ts';
import { onlyFromHere } from './requests/only-from-here.ts';
import { createServices } from './services/demo-services.ts';
import { expressRoutes } from './stacks/express-routes.ts';
import { langchainRoutes } from './stacks/langchain-routes.ts';
import { nestModule } from './stacks/nest-module.ts';

/** How the demo is started. */
export interface DemoOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  /** Where the keys of services are looked up. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** The folder of the built page. @default beside the built server */
  readonly pageDir?: string;
}

/** A running demo. */
export interface Demo {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Whatever is no form is read as JSON: `curl -d` does not say what it sends. */
function mayBeJson({ headers }: IncomingMessage): boolean {
  return !headers['content-type']?.startsWith('multipart/');
}

/** Starts the whole demo on one port: the three stacks, the gateway and the page; rejects where the port is taken. */
export async function startDemo({
  port,
  env = process.env,
  pageDir = join(import.meta.dirname, 'web'),
}: DemoOptions): Promise<Demo> {
  const services = createServices(env);
  const app = express().disable('x-powered-by');
  app.use(onlyFromHere, colloquyErrorHandler());

  const api = colloquyRouter({ gateway: services.gateway });
  app.use('/v1', api);
  app.use(express.static(pageDir));
  app.use(pageRoutes(services));

  const ids = services.providers.map(({ id }) => id);
  app.use(
    ['/express', '/nest', '/langchain'],
    express.json({ limit: '10mb', type: mayBeJson }),
    chooseProvider(ids),
    colloquyErrorHandler(),
  );
  for (const { id, client, defaultModel } of services.clients('express')) {
    app.use(`/express/${id}`, expressRoutes(client, defaultModel));
  }
  for (const { id, client, defaultModel } of services.clients('langchain')) {
    app.use(`/langchain/${id}`, langchainRoutes(client, defaultModel));
  }

  const nest = await NestFactory.create(nestModule(services), new ExpressAdapter(app), {
    bodyParser: false,
    // Whoever stops the demo does not wait for a stream that somebody is still watching.
    forceCloseConnections: true,
    abortOnError: false,
    logger: ['error', 'warn'],
  });
  const close = async () => {
    await api.close({ graceMs: 0 });
    await nest.close();
    await services.close();
  };
  const server: Server = nest.getHttpServer();
  try {
    await nest.init();
    // Not by Nest, which would log a taken port in its own words before the caller can say it in better ones.
    await once(server.listen(port, HOST), 'listening');
  } catch (error) {
    await close();
    throw error;
  }
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${HOST}:${taken}`, close };
}
