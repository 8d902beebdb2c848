import type { ClientOptions } from '@colloquy/core';
import type { ConfigurableModuleAsyncOptions, Provider } from '@nestjs/common';

/** How a client is made, and what the module does with it besides. */
export interface ColloquyModuleOptions extends Omit<ClientOptions, 'signal' | 'requestId'> {
  /**
   * Whether the service is asked for its models when the application starts, and what a failure does: nothing is asked,
   * a warning is logged, or the application does not start. @default 'off'
   */
  verifyOnInit?: 'off' | 'warn' | 'fail';
  /** How long open streams may go on once the application closes, in milliseconds. @default 5_000 */
  shutdownTimeoutMs?: number;
}

/** What must be known before the options are, since providers are named after it. */
export interface ColloquyModuleExtras {
  /** The name to inject the client by. @default 'default' */
  name?: string;
  /** Whether every module can inject the client without importing it. @default false */
  isGlobal?: boolean;
  /** Whether `ColloquyExceptionFilter` answers for the whole application. @default false */
  registerFilter?: boolean;
  /** Further providers of the module, for an options factory to inject. */
  extraProviders?: Provider[];
}

/** What a class that makes options has. */
export interface ColloquyOptionsFactory {
  /** Called once, when the module is made. */
  createColloquyOptions(): ColloquyModuleOptions | Promise<ColloquyModuleOptions>;
}

/** `forRootAsync`: the options from a factory, a class or an existing provider. */
export type ColloquyModuleAsyncOptions = ConfigurableModuleAsyncOptions<
  ColloquyModuleOptions,
  'createColloquyOptions'
> &
  ColloquyModuleExtras;
