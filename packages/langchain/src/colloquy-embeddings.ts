import { ColloquyError } from '@colloquy/core';
import { Embeddings, type EmbeddingsParams } from '@langchain/core/embeddings';
import { stampRetryable } from '@langchain/core/errors';
import { badOption, refuseUnknown } from './connection/bad-option.ts';
import { CONNECTION_KEYS, Connection } from './connection/connection.ts';
import type { ConnectionFields } from './connection/connection-fields.ts';
import { rethrow } from './connection/rethrow.ts';

/** What `ColloquyEmbeddings` is made with; any other key is refused with `configuration`. */
export interface ColloquyEmbeddingsFields extends EmbeddingsParams, ConnectionFields {
  /** The model's id, as the service lists it. */
  model: string;
  /** How many numbers a vector has, for models that can shorten theirs. */
  dimensions?: number;
  /** Texts sent in one request, 1 to 2048. @default 512 */
  batchSize?: number;
  maxRetries?: number;
}

const KNOWN: ReadonlySet<string> = new Set([
  'model',
  'dimensions',
  'batchSize',
  'maxConcurrency',
  'onFailedAttempt',
  ...CONNECTION_KEYS,
]);

/** OpenAI takes at most this many texts in one request. */
const MAX_BATCH = 2048;

/** Vectors of texts from any OpenAI-compatible service, for LangChain; the client's errors reach the caller as they are. */
export class ColloquyEmbeddings extends Embeddings {
  readonly model: string;
  readonly dimensions: number | undefined;
  readonly batchSize: number;
  readonly #connection: Connection;

  constructor(fields: ColloquyEmbeddingsFields) {
    refuseUnknown(fields, KNOWN, 'ColloquyEmbeddings');
    const { model, dimensions, batchSize = 512 } = fields;
    if (typeof model !== 'string' || model === '') throw badOption('model', 'must be the id of a model that embeds');
    if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > MAX_BATCH) {
      throw badOption('batchSize', `must be a whole number from 1 to ${MAX_BATCH}`);
    }
    super({ ...fields, maxRetries: 0, onFailedAttempt: fields.onFailedAttempt ?? rethrow });
    this.model = model;
    this.dimensions = dimensions;
    this.batchSize = batchSize;
    this.#connection = new Connection(fields);
  }

  /** Embeds texts, in as few requests as `batchSize` allows; the vectors stand in the order of the texts. */
  override async embedDocuments(documents: string[]): Promise<number[][]> {
    const batches: string[][] = [];
    for (let at = 0; at < documents.length; at += this.batchSize)
      batches.push(documents.slice(at, at + this.batchSize));
    // The queue bounds how many run at once by `maxConcurrency`; it does not retry.
    const vectors = await Promise.all(batches.map((batch) => this.caller.call(() => this.#embed(batch))));
    return vectors.flat();
  }

  override async embedQuery(document: string): Promise<number[]> {
    const [vector] = await this.#embed([document]);
    return vector as number[];
  }

  async #embed(input: string[]): Promise<number[][]> {
    const { client } = this.#connection;
    try {
      const body = {
        model: this.model,
        input,
        ...(this.dimensions === undefined ? {} : { dimensions: this.dimensions }),
      };
      const { data } = await client.embeddings.create(body, await this.#connection.callOptions({}));
      if (data.length !== input.length) {
        throw new ColloquyError(
          'parse',
          `${client.provider.label} answered ${input.length} texts with ${data.length} vectors`,
        );
      }
      return [...data].sort((one, other) => one.index - other.index).map(({ embedding }) => embedding as number[]);
    } catch (error) {
      throw ColloquyError.isInstance(error) ? stampRetryable(error, error.retryable) : error;
    }
  }
}
