import type { Endpoint } from '@colloquy/core';

/** What a provider has to offer for a new request of each part of the API; things that are there already are not asked. */
const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/chat/completions': 'chat',
  '/responses': 'responses',
  '/responses/input_tokens': 'stored_responses',
  '/responses/compact': 'stored_responses',
  '/conversations': 'stored_responses',
  '/embeddings': 'embeddings',
  '/moderations': 'moderations',
  '/files': 'files',
  '/uploads': 'uploads',
  '/fine_tuning/jobs': 'fine_tuning',
  '/fine_tuning/alpha/graders/run': 'fine_tuning',
  '/fine_tuning/alpha/graders/validate': 'fine_tuning',
  '/batches': 'batches',
};

/** What a provider has to offer for a route; `undefined` where that is not known. */
export function endpointOf(path: string): Endpoint | undefined {
  return Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
}
