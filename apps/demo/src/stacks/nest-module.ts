import { ColloquyModule } from '@colloquy/nestjs';
import { type DynamicModule, Module } from '@nestjs/common';
import type { DemoServices } from '../services/demo-services.ts';
import { nestController } from './nest-controller.ts';

@Module({})
class NestModule {}

/** A client for each provider, injected by name into a controller of its own. */
export function nestModule({ providers, journal }: DemoServices): DynamicModule {
  return {
    module: NestModule,
    imports: providers.map(({ id, options }) =>
      ColloquyModule.forRoot({ ...options, name: id, hooks: journal.hooks('nest'), shutdownTimeoutMs: 500 }),
    ),
    controllers: providers.map(({ id, defaultModel }) => nestController(id, defaultModel)),
  };
}
