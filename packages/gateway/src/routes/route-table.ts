import type { ResourceKind } from '../ownership/ownership-records.ts';

/** Who answers a route: an upstream by model, the upstream that has the thing, or the gateway itself. */
export type RouteKind = 'generate' | 'resource' | 'batch' | 'list' | 'models' | 'model' | 'quota';

/** One route of the API. */
export interface GatewayRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Segments; the first that begins with `:` is the id of a thing, a second that of a part of it. */
  readonly path: string;
  readonly kind: RouteKind;
  readonly body: 'none' | 'json' | 'form';
  /** What a successful answer makes. */
  readonly creates?: ResourceKind;
  /** Whose id the path holds: it has to belong to the caller's project. */
  readonly needs?: ResourceKind;
  /** What a list is of. */
  readonly lists?: ResourceKind;
  /** Whether a successful answer ends the thing. */
  readonly removes?: true;
  /** Whether the answer is a file's bytes. */
  readonly bytes?: true;
}

type Row = readonly [GatewayRoute['method'], string, RouteKind, GatewayRoute['body'], Partial<GatewayRoute>?];

const ROWS: readonly Row[] = [
  ['POST', '/chat/completions', 'generate', 'json', { creates: 'completion' }],
  ['GET', '/chat/completions', 'list', 'none', { lists: 'completion' }],
  ['GET', '/chat/completions/:id', 'resource', 'none', { needs: 'completion' }],
  ['POST', '/chat/completions/:id', 'resource', 'json', { needs: 'completion' }],
  ['DELETE', '/chat/completions/:id', 'resource', 'none', { needs: 'completion', removes: true }],
  ['GET', '/chat/completions/:id/messages', 'resource', 'none', { needs: 'completion' }],
  ['POST', '/completions', 'generate', 'json'],
  ['POST', '/responses', 'generate', 'json', { creates: 'response' }],
  ['GET', '/responses/:id', 'resource', 'none', { needs: 'response' }],
  ['DELETE', '/responses/:id', 'resource', 'none', { needs: 'response', removes: true }],
  ['POST', '/responses/:id/cancel', 'resource', 'json', { needs: 'response' }],
  ['GET', '/responses/:id/input_items', 'resource', 'none', { needs: 'response' }],
  ['POST', '/responses/input_tokens', 'generate', 'json'],
  ['POST', '/responses/compact', 'generate', 'json'],
  ['POST', '/conversations', 'resource', 'json', { creates: 'conversation' }],
  ['GET', '/conversations/:id', 'resource', 'none', { needs: 'conversation' }],
  ['POST', '/conversations/:id', 'resource', 'json', { needs: 'conversation' }],
  ['DELETE', '/conversations/:id', 'resource', 'none', { needs: 'conversation', removes: true }],
  ['POST', '/conversations/:id/items', 'resource', 'json', { needs: 'conversation' }],
  ['GET', '/conversations/:id/items', 'resource', 'none', { needs: 'conversation' }],
  ['GET', '/conversations/:id/items/:id', 'resource', 'none', { needs: 'conversation' }],
  ['DELETE', '/conversations/:id/items/:id', 'resource', 'none', { needs: 'conversation' }],
  ['POST', '/embeddings', 'generate', 'json'],
  ['POST', '/moderations', 'generate', 'json'],
  ['GET', '/models', 'models', 'none'],
  ['GET', '/models/:id', 'model', 'none'],
  ['DELETE', '/models/:id', 'resource', 'none', { needs: 'model', removes: true }],
  ['POST', '/files', 'resource', 'form', { creates: 'file' }],
  ['GET', '/files', 'list', 'none', { lists: 'file' }],
  ['GET', '/files/:id', 'resource', 'none', { needs: 'file' }],
  ['DELETE', '/files/:id', 'resource', 'none', { needs: 'file', removes: true }],
  ['GET', '/files/:id/content', 'resource', 'none', { needs: 'file', bytes: true }],
  ['POST', '/uploads', 'resource', 'json', { creates: 'upload' }],
  ['POST', '/uploads/:id/parts', 'resource', 'form', { needs: 'upload' }],
  ['POST', '/uploads/:id/complete', 'resource', 'json', { needs: 'upload' }],
  ['POST', '/uploads/:id/cancel', 'resource', 'json', { needs: 'upload' }],
  ['POST', '/fine_tuning/jobs', 'resource', 'json', { creates: 'job' }],
  ['GET', '/fine_tuning/jobs', 'list', 'none', { lists: 'job' }],
  ['GET', '/fine_tuning/jobs/:id', 'resource', 'none', { needs: 'job' }],
  ['POST', '/fine_tuning/jobs/:id/cancel', 'resource', 'json', { needs: 'job' }],
  ['POST', '/fine_tuning/jobs/:id/pause', 'resource', 'json', { needs: 'job' }],
  ['POST', '/fine_tuning/jobs/:id/resume', 'resource', 'json', { needs: 'job' }],
  ['GET', '/fine_tuning/jobs/:id/events', 'resource', 'none', { needs: 'job' }],
  ['GET', '/fine_tuning/jobs/:id/checkpoints', 'resource', 'none', { needs: 'job' }],
  ['POST', '/fine_tuning/alpha/graders/run', 'resource', 'json'],
  ['POST', '/fine_tuning/alpha/graders/validate', 'resource', 'json'],
  ['POST', '/batches', 'batch', 'json', { creates: 'batch' }],
  ['GET', '/batches', 'list', 'none', { lists: 'batch' }],
  ['GET', '/batches/:id', 'resource', 'none', { needs: 'batch' }],
  ['POST', '/batches/:id/cancel', 'resource', 'json', { needs: 'batch' }],
  ['GET', '/quota', 'quota', 'none'],
];

/** Every route the gateway knows; what is not here is a 404. */
export const ROUTES: readonly GatewayRoute[] = ROWS.map(([method, path, kind, body, more]) => ({
  method,
  path,
  kind,
  body,
  ...more,
}));
