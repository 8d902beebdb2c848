import { ColloquyError } from '@colloquy/core';
import type { LlamaEmbeddingContext } from 'node-llama-cpp';
import { countText } from './count-text.ts';
import type { OpenModel } from './open-model.ts';

/** Vectors of texts; the context they are made in is opened at the first. */
export class Embedder {
  readonly #open: OpenModel;
  #context: Promise<LlamaEmbeddingContext> | undefined;

  constructor(open: OpenModel) {
    this.#open = open;
  }

  /** One vector of unit length per text; `invalid_request` for other `dimensions` than the model's, and for long texts. */
  async embed(texts: readonly string[], dimensions: number): Promise<Float32Array[]> {
    const { model, contextTokens } = this.#open;
    if (dimensions !== model.embeddingVectorSize) {
      const message = `This model's vectors have ${model.embeddingVectorSize} dimensions; leave 'dimensions' out or ask for as many.`;
      throw new ColloquyError('invalid_request', message, { param: 'dimensions' });
    }
    const vectors: Float32Array[] = [];
    for (const [at, text] of texts.entries()) {
      const tokens = await countText(model, text, contextTokens);
      // Room for the tokens that mark the beginning and the end.
      if (tokens > contextTokens - 3) {
        const message = `'input[${at}]' has more than the ${contextTokens - 3} tokens that this model takes.`;
        throw new ColloquyError('invalid_request', message, { param: 'input' });
      }
      const { vector } = await (await this.#embedding()).getEmbeddingFor(text);
      vectors.push(unitLength(vector));
    }
    return vectors;
  }

  #embedding(): Promise<LlamaEmbeddingContext> {
    const { model, contextTokens, threads } = this.#open;
    this.#context ??= model.createEmbeddingContext({ contextSize: contextTokens, threads }).catch((error) => {
      this.#context = undefined;
      const message = `This model cannot embed: ${(error as Error).message}`;
      throw new ColloquyError('invalid_request', message, { param: 'model', cause: error });
    });
    return this.#context;
  }
}

function unitLength(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector) || 1;
  return Float32Array.from(vector, (value) => value / length);
}
