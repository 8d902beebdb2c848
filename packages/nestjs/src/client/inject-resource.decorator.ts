import { Inject } from '@nestjs/common';
import { getResourceToken, type ResourceName } from './get-resource-token.ts';
import type { Injection } from './inject-colloquy.decorator.ts';

const injectionOf =
  (resource: ResourceName) =>
  (name?: string): Injection =>
    Inject(getResourceToken(resource, name));

/** Injects `client.chat` of the client of that name: less to replace in a test than a whole client. */
export const InjectChat = injectionOf('chat');

/** Injects `client.responses` of the client of that name. */
export const InjectResponses = injectionOf('responses');

/** Injects `client.models` of the client of that name. */
export const InjectModels = injectionOf('models');

/** Injects `client.files` of the client of that name. */
export const InjectFiles = injectionOf('files');

/** Injects `client.fineTuning` of the client of that name. */
export const InjectFineTuning = injectionOf('fineTuning');

/** Injects `client.embeddings` of the client of that name. */
export const InjectEmbeddings = injectionOf('embeddings');
