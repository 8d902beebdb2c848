/**
 * The whole public surface of @colloquy/nestjs; the subpaths ./testing, ./terminus and ./throttler have their own.
 *
 * @module @colloquy/nestjs
 */

export { ColloquyService } from './client/colloquy.service.ts';
export { getColloquyToken } from './client/get-colloquy-token.ts';
export { getResourceToken, type ResourceName } from './client/get-resource-token.ts';
export { InjectColloquy, type Injection } from './client/inject-colloquy.decorator.ts';
export {
  InjectChat,
  InjectEmbeddings,
  InjectFiles,
  InjectFineTuning,
  InjectModels,
  InjectResponses,
} from './client/inject-resource.decorator.ts';
// Clients to inject
export { ColloquyModule } from './colloquy.module.ts';
export type {
  ColloquyModuleAsyncOptions,
  ColloquyModuleExtras,
  ColloquyModuleOptions,
  ColloquyOptionsFactory,
} from './colloquy-module-options.ts';
// Errors
export { ColloquyExceptionFilter, type ColloquyExceptionFilterOptions } from './errors/colloquy-exception.filter.ts';
// The whole OpenAI API below a path
export { ColloquyGatewayModule } from './gateway/colloquy-gateway.module.ts';
export type {
  ColloquyGatewayModuleAsyncOptions,
  ColloquyGatewayModuleOptions,
} from './gateway/gateway-module-options.ts';
// Handlers
export { ClientSignal } from './request/client-signal.decorator.ts';
export { ColloquyStream } from './stream/colloquy-stream.decorator.ts';
export type { ColloquyStreamOptions } from './stream/stream-options.ts';
export { type MessageSource, toMessageEvents } from './stream/to-message-events.ts';
export type { UploadToColloquyOptions } from './upload/upload-options.ts';
export { UploadToColloquy } from './upload/upload-to-colloquy.decorator.ts';
export { UploadedTo } from './upload/uploaded-to.decorator.ts';
