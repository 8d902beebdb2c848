import { ColloquyStream } from '@colloquy/nestjs';
import { clients } from '../clients.ts';
import type { Served } from '../server-bench.ts';
import { type Asked, nestApp } from './nest-app.ts';

/** A handler that returns a `ChatStream`. */
export async function nestColloquyServer(upstream: string): Promise<Served> {
  const client = await clients.colloquy(upstream);
  class ChatController {
    chat(body: Asked) {
      return client.chat.completions.create({ ...body, stream: true });
    }
  }
  return nestApp(ChatController, [ColloquyStream()]);
}
