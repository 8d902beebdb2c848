import { type DynamicModule, Module } from '@nestjs/common';
import { clientExports, derivedProviders } from './client/client-providers.ts';
import { getColloquyToken } from './client/get-colloquy-token.ts';
import { ConfigurableModuleClass } from './colloquy.module-definition.ts';
import { ColloquyCoreModule } from './colloquy-core.module.ts';
import { ClientRegistry } from './registry/client-registry.ts';

/**
 * Clients of OpenAI-compatible services, to inject by name.
 *
 * `forRoot` and `forRootAsync` make one client each; `forFeature` lets a module use clients made elsewhere. A name that two
 * clients claim, and one that no client has, stop the application with `configuration`.
 *
 * @example
 * \@Module({ imports: [ColloquyModule.forRoot({ provider: eugpt, isGlobal: true })] })
 * class AppModule {}
 */
@Module({})
export class ColloquyModule extends ConfigurableModuleClass {
  /** Offers clients that another module made, by name, global or not. */
  static forFeature(names: readonly string[]): DynamicModule {
    return {
      module: ColloquyModule,
      imports: [ColloquyCoreModule],
      providers: names.flatMap((name) => [
        {
          provide: getColloquyToken(name),
          inject: [ClientRegistry],
          useFactory: (registry: ClientRegistry) => registry.client(name),
        },
        ...derivedProviders(name),
      ]),
      exports: names.flatMap(clientExports),
    };
  }
}
