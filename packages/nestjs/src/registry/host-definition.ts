import { type ClientHooks, type ClientOptions, ColloquyError, createClient } from '@colloquy/core';
import type { DynamicModule, InjectionToken, Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { clientExports, derivedProviders } from '../client/client-providers.ts';
import { getColloquyToken } from '../client/get-colloquy-token.ts';
import { ColloquyCoreModule } from '../colloquy-core.module.ts';
import type { ColloquyModuleExtras, ColloquyModuleOptions } from '../colloquy-module-options.ts';
import { ColloquyExceptionFilter } from '../errors/colloquy-exception.filter.ts';
import { AnswersInFlight } from '../lifecycle/answers-in-flight.ts';
import { ClientLifecycle } from '../lifecycle/client-lifecycle.ts';
import { currentRequestId, currentScope } from '../request/request-scope.ts';
import { CLIENT_HOST, type ClientHost } from './client-host.ts';
import { ClientRegistry } from './client-registry.ts';

/** The module that holds a client: its own providers, with the client's. */
export function hostDefinition(
  definition: DynamicModule,
  { name, isGlobal, registerFilter, extraProviders }: Required<ColloquyModuleExtras>,
  optionsToken: InjectionToken,
): DynamicModule {
  const client = getColloquyToken(name);
  const host: ClientHost = { name };
  const filter: Provider[] = registerFilter ? [{ provide: APP_FILTER, useClass: ColloquyExceptionFilter }] : [];
  return {
    ...definition,
    global: isGlobal,
    imports: [...(definition.imports ?? []), ColloquyCoreModule],
    providers: [
      ...(definition.providers ?? []),
      ...extraProviders,
      { provide: CLIENT_HOST, useValue: host },
      {
        provide: client,
        inject: [optionsToken, ClientRegistry],
        useFactory: (options: ColloquyModuleOptions, registry: ClientRegistry) =>
          registry.open(name, () => createClient(inRequestScope(clientOptions(options, name)))),
      },
      {
        provide: ClientLifecycle,
        inject: [client, optionsToken, AnswersInFlight],
        useFactory: (...parts: ConstructorParameters<typeof ClientLifecycle>) => new ClientLifecycle(...parts),
      },
      ...derivedProviders(name),
      ...filter,
    ],
    exports: clientExports(name),
  };
}

/** Calls made while a request is handled end with it, bear its id, and tell their usage to whoever counts it. */
function inRequestScope(options: ClientOptions): ClientOptions {
  const { hooks } = options;
  const onUsage: ClientHooks['onUsage'] = (call, usage) => {
    currentScope()?.onUsage?.(usage);
    hooks?.onUsage?.(call, usage);
  };
  return {
    ...options,
    hooks: { ...hooks, onUsage },
    signal: () => currentScope()?.signal,
    requestId: currentRequestId,
  };
}

/** What of the options is the client's; a name among them came too late to name any provider. */
function clientOptions(options: ColloquyModuleOptions & { name?: unknown }, name: string) {
  if (typeof options !== 'object' || options === null) {
    throw new ColloquyError(
      'configuration',
      `the options of the Colloquy client "${name}" are ${options === null ? 'null' : typeof options}; return an object with a \`provider\``,
      {
        param: 'provider',
      },
    );
  }
  const { verifyOnInit: _, shutdownTimeoutMs: __, name: late, ...rest } = options;
  if (late !== undefined && late !== name) {
    throw new ColloquyError(
      'configuration',
      `\`name\` stands in the options that a factory made, too late to name the client; put it beside the factory: \`forRootAsync({ name: ${JSON.stringify(late)}, … })\``,
      { param: 'name' },
    );
  }
  return rest;
}
