import { type CallOptions, ColloquyError, type WithResponse } from '@colloquy/core';
import { stampRetryable } from '@langchain/core/errors';
import type { Connection } from '../connection/connection.ts';
import type { ReplyContext } from '../reply/response-metadata.ts';
import { type Learned, learn, learnedOf } from '../request/learned.ts';
import { type Ask, nextWay, type Structure, withStructure } from '../request/structure.ts';
import type { Api } from './api.ts';

type Fields = Record<string, unknown>;

/** One call to a model, before it is sent. */
export interface Exchange {
  readonly api: Api;
  readonly ask: Ask;
  readonly structure: Structure | undefined;
  readonly options: CallOptions;
}

/** What a call answered with, and what its headers said. */
export interface Reply {
  readonly data: unknown;
  readonly context: ReplyContext;
}

/**
 * Sends a request, in the words the model is known to take; a refusal of a word, and not of a value, is learned from, and
 * the request is said again without it.
 *
 * Rejects with the client's own errors, marked for LangChain as worth trying again or not.
 */
export async function exchange(connection: Connection, call: Exchange, streaming: boolean): Promise<Reply> {
  const { client } = connection;
  const learned = learnedOf(client, call.ask.settings.model);
  let way = learned.refusedStructures;
  for (;;) {
    const structure = call.structure;
    const body = bodyOf(
      call,
      structure === undefined ? call.ask : withStructure(call.ask, structure, way),
      learned,
      streaming,
    );
    try {
      const reply = (await call.api.create(client, body, call.options).withResponse()) as WithResponse<unknown>;
      const { requestId, rateLimit } = reply;
      return {
        data: reply.data,
        context: { provider: client.provider.name, model: call.ask.settings.model, requestId, rateLimit },
      };
    } catch (error) {
      const next = structure === undefined ? undefined : nextWay(structure, way, error, learned);
      if (next !== undefined) way = next;
      else if (!learn(learned, error, body)) throw marked(error);
    }
  }
}

/** The error itself, with the mark by which LangChain's own retrying knows what is worth it. */
export function marked(error: unknown): unknown {
  return ColloquyError.isInstance(error) ? stampRetryable(error, error.retryable) : error;
}

function bodyOf({ api }: Exchange, { settings, messages }: Ask, learned: Learned, streaming: boolean): Fields {
  return {
    ...api.body(settings, learned),
    ...api.conversation(messages, settings),
    ...(streaming ? api.streamFields(learned.streamOptions) : { stream: false }),
  };
}
