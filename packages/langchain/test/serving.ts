import type { AIMessageChunk } from '@langchain/core/messages';
import { concat } from '@langchain/core/utils/stream';
import { ChatColloquy, type ChatColloquyFields } from '../src/index.ts';
import { httpService, type Respond } from './http-service.ts';

/** A service, and a model that calls it and does not retry. */
export async function serving(respond: Respond, fields: Partial<ChatColloquyFields> = {}) {
  const service = await httpService(respond);
  const model = new ChatColloquy({ model: 'parrot-1', baseURL: service.url, apiKey: null, maxRetries: 0, ...fields });
  return { service, model, [Symbol.asyncDispose]: service[Symbol.asyncDispose] };
}

/** The chunks of a stream, added up. */
export async function gathered(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  const all: AIMessageChunk[] = [];
  for await (const piece of stream) all.push(piece);
  return all.reduce((one, other) => concat(one, other));
}
