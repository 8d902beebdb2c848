import type { Served } from '../server-bench.ts';
import { type Asked, nestApp } from './nest-app.ts';

/** A handler that returns the web `Response` of a `fetch`: the fastest way Nest has by itself. It looks at nothing. */
export async function nestResponseServer(upstream: string): Promise<Served> {
  class ChatController {
    chat(body: Asked) {
      return fetch(`${upstream}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...body, stream: true }),
      });
    }
  }
  return nestApp(ChatController);
}
