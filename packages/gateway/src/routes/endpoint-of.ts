import type { Endpoint } from '@colloquy/core';

/** What a provider has to offer for a new request of each part of the API; things that are there already are not asked. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/chat/completions': 'chat',
  '/responses': 'responses',
  '/embeddings': 'embeddings',
  '/moderations': 'moderations',
  '/files': 'files',
  '/uploads': 'uploads',
  '/fine_tuning/jobs': 'fine_tuning',
  '/batches': 'batches',
};

/** What a provider has to offer for a route; `undefined` where that is not known. */
export function endpointOf(path: string): Endpoint | undefined {
  return Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
}
