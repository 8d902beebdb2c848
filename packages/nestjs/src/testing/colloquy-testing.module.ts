import type { Provider, WireRequest } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { type ScriptedReply, scriptedTransport } from '@colloquy/core/testing';
import { type DynamicModule, Module } from '@nestjs/common';
import { DEFAULT_CLIENT } from '../client/get-colloquy-token.ts';
import { ColloquyModule } from '../colloquy.module.ts';

/** One request that a client sent: `method`, `path`, `headers`, `body`. */
export type RecordedCall = WireRequest;

/** What stands in for the services of a test. */
export interface ColloquyTestingOptions {
  /** The replies, in the order of the calls, whichever client makes them; a call beyond them fails. @default none */
  script?: readonly ScriptedReply[];
  /** The names of the clients. @default ['default'] */
  names?: readonly string[];
  /** Whose manners the clients have. @default OpenAI's */
  provider?: Provider;
}

/** A module for a test's imports, and what its clients were asked. */
export interface ScriptedModule extends DynamicModule {
  /** The calls so far, in order. */
  readonly calls: readonly RecordedCall[];
}

@Module({})
class ScriptedClientsModule {}

/**
 * Clients that answer from a script, for every module of a test: no service, no key, no port.
 *
 * It takes the place of `ColloquyModule.forRoot`. Where that is already imported, by the module under test for one, replace
 * its client with `overrideProvider(getColloquyToken())` instead.
 *
 * @example
 * const colloquy = ColloquyTestingModule.forRoot({ script: [{ text: 'Good day' }] });
 * const module = await Test.createTestingModule({ imports: [colloquy, ChatModule] }).compile();
 * // … and afterwards
 * expect(colloquy.calls[0].body).toMatchObject({ model: 'gpt-4o-mini' });
 */
export const ColloquyTestingModule = {
  /** Makes the module; every call of its clients takes the next reply of `script`. */
  forRoot({ script = [], names = [DEFAULT_CLIENT], provider = openai }: ColloquyTestingOptions = {}): ScriptedModule {
    const transport = scriptedTransport(script);
    const module: DynamicModule = {
      module: ScriptedClientsModule,
      imports: names.map((name) =>
        ColloquyModule.forRoot({ name, provider, transport, maxRetries: 0, isGlobal: true }),
      ),
    };
    // Nest reads every property of a dynamic module that it can list.
    return Object.defineProperty(module, 'calls', { value: transport.calls, enumerable: false }) as ScriptedModule;
  },
};
