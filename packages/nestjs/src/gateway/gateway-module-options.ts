import type { ServeOptions } from '@colloquy/gateway';
import type { FactoryProvider, ModuleMetadata } from '@nestjs/common';

/** What is served, where, and to whom: over a `gateway`, or over a `client` of one's own. */
export type ColloquyGatewayModuleOptions = ServeOptions & {
  /** Where the API is mounted, below the application's global prefix. @default 'v1' */
  path?: string;
  /** How long requests under way may go on once the application closes, in milliseconds. @default 5_000 */
  shutdownTimeoutMs?: number;
};

/** The options from a factory, for a gateway that is made of what is injected. */
export interface ColloquyGatewayModuleAsyncOptions
  extends Pick<ModuleMetadata, 'imports'>,
    Pick<FactoryProvider, 'inject'> {
  /** Makes the options, once; what `inject` names are its arguments. */
  useFactory: FactoryProvider<ColloquyGatewayModuleOptions>['useFactory'];
}
