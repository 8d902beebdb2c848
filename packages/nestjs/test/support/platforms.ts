import type { AddressInfo } from 'node:net';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';

/** The platforms that everything is tried on. */
export const PLATFORMS = {
  Express: () => new ExpressAdapter(),
  Fastify: () => new FastifyAdapter(),
} as const;

/** Their names, for `describe.each`. */
export const PLATFORM_NAMES = Object.keys(PLATFORMS) as (keyof typeof PLATFORMS)[];

/** An application on a port of its own. */
export interface RunningApp extends AsyncDisposable {
  readonly app: INestApplication;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
}

/** Starts an application made of `metadata` on a free port. */
export async function startApp(
  platform: keyof typeof PLATFORMS,
  metadata: ModuleMetadata,
  {
    configure,
    override = (builder) => builder,
  }: {
    configure?: (app: INestApplication) => void;
    override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  } = {},
): Promise<RunningApp> {
  const module = await override(Test.createTestingModule(metadata)).compile();
  const app = module.createNestApplication(
    PLATFORMS[platform]() as ExpressAdapter,
    process.env['DEBUG_NEST'] ? {} : { logger: false },
  );
  configure?.(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  let closed: Promise<void> | undefined;
  const close = app.close.bind(app);
  app.close = () => (closed ??= close());
  return { app, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => app.close() };
}
