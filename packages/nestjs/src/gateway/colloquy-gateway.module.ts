import { type ApiHandler, apiHandler } from '@colloquy/gateway';
import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type NestModule,
  type OnModuleDestroy,
} from '@nestjs/common';
import { ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import type { ColloquyGatewayModuleAsyncOptions, ColloquyGatewayModuleOptions } from './gateway-module-options.ts';

const OPTIONS = Symbol.for('@colloquy/nestjs gateway options');

/** As long as the streams of handlers have. */
const SHUTDOWN_TIMEOUT_MS = 5000;

/**
 * Serves the OpenAI API below a path of the application, on both platforms.
 *
 * Guards, pipes and interceptors do not apply to it: who may call is the gateway's to say. Closing the application waits
 * for what is under way; the gateway itself stays open, and is its maker's to close.
 *
 * @example
 * \@Module({ imports: [ColloquyGatewayModule.register({ path: 'v1', gateway })] })
 * class AppModule {}
 */
@Module({})
export class ColloquyGatewayModule implements NestModule, OnModuleDestroy, BeforeApplicationShutdown {
  readonly #options: ColloquyGatewayModuleOptions;
  readonly #adapterHost: HttpAdapterHost;
  readonly #config: ApplicationConfig;
  readonly #handler: ApiHandler;
  #closed: Promise<unknown> | undefined;

  constructor(
    @Inject(OPTIONS) options: ColloquyGatewayModuleOptions,
    @Inject(HttpAdapterHost) adapterHost: HttpAdapterHost,
    @Inject(ApplicationConfig) config: ApplicationConfig,
  ) {
    this.#options = options;
    this.#adapterHost = adapterHost;
    this.#config = config;
    this.#handler = apiHandler(options);
  }

  /** Serves with the options given. */
  static register(options: ColloquyGatewayModuleOptions): DynamicModule {
    return { module: ColloquyGatewayModule, providers: [{ provide: OPTIONS, useValue: options }] };
  }

  /** Serves with the options that a factory makes. */
  static registerAsync({ imports = [], inject = [], useFactory }: ColloquyGatewayModuleAsyncOptions): DynamicModule {
    return { module: ColloquyGatewayModule, imports, providers: [{ provide: OPTIONS, inject, useFactory }] };
  }

  /** Mounts the API before the application's routes, where both platforms hand over the path below the mount. */
  configure(): void {
    const { path = 'v1' } = this.#options;
    const segments = [this.#config.getGlobalPrefix(), path]
      .flatMap((part) => part.split('/'))
      .filter((part) => part !== '');
    const handler = this.#handler;
    // Two parameters, so that a platform does not take it for an error handler; `next` is never called.
    this.#adapterHost.httpAdapter.use(`/${segments.join('/')}`, (...[request, response]: Parameters<ApiHandler>) =>
      handler(request, response),
    );
  }

  /** Takes no new requests, and gives those under way `shutdownTimeoutMs`. */
  onModuleDestroy(): void {
    this.#closed = this.#handler.close({ graceMs: this.#options.shutdownTimeoutMs ?? SHUTDOWN_TIMEOUT_MS });
  }

  /** Waits until they are over. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#closed;
  }
}
