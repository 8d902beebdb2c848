import { RequestMethod, Sse } from '@nestjs/common';
import { concat, from, map, of } from 'rxjs';
import { clients } from '../clients.ts';
import type { Served } from '../server-bench.ts';
import { type Asked, nestApp } from './nest-app.ts';

/** `@Sse()` over the stream of the `openai` package: what Nest's documentation leads to. */
export async function nestSseServer(upstream: string): Promise<Served> {
  const client = await clients.openai(upstream);
  class ChatController {
    async chat(body: Asked) {
      const stream = await client.chat.completions.create({ ...body, stream: true });
      return concat(from(stream).pipe(map((data) => ({ data }))), of({ data: '[DONE]' }));
    }
  }
  return nestApp(ChatController, [], (path) => Sse(path as string, { method: RequestMethod.POST }));
}
