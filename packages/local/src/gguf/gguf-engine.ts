import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { ColloquyError } from '@colloquy/core';
import type { LlamaContextSequence } from 'node-llama-cpp';
import type { Engine } from '../engine/engine.ts';
import type { EnginePiece, GenerateRequest } from '../engine/generate-request.ts';
import { readCount } from '../read-count.ts';
import { countText } from './count-text.ts';
import { Embedder } from './embedder.ts';
import { answer } from './generate.ts';
import { type OpenModel, openModel } from './open-model.ts';
import { PieceQueue } from './piece-queue.ts';
import { prepare } from './prepare.ts';
import { Seats } from './seats.ts';
import { writePrompt } from './write-prompt.ts';

/** How a GGUF file is loaded. */
export interface GgufOptions {
  /** The path of the GGUF file. */
  model: string;
  /** The model id it answers under, which is also what `x-colloquy-engine` says. @default the file's name */
  name?: string;
  /** CPU threads; more of them than there are idle CPUs wait for each other. @default half of the CPUs, at least 1 */
  threads?: number;
  /** The most tokens of a prompt and its answer. @default what the model was trained with, at most 8192 */
  contextSize?: number;
  /** Answers that are generated at a time, each in memory of its own; further ones wait their turn. @default 2 */
  parallel?: number;
}

const CANNOT_TRAIN = 'A GGUF file cannot be trained here; the built-in engine, which runs when no GGUF is given, can.';

/**
 * An engine that answers with a GGUF file, on the CPU, through the optional peer `node-llama-cpp`.
 *
 * @throws ColloquyError `configuration` where the package is not installed or has no binary for this platform, where the
 * file is missing or no model, where memory does not do, and for options that are not positive whole numbers.
 */
export async function ggufEngine(options: GgufOptions): Promise<Engine> {
  const { model: path } = options;
  if (typeof path !== 'string' || path === '') {
    throw new ColloquyError('configuration', 'model has to be the path of a GGUF file.', { param: 'model' });
  }
  const threads = readCount(options.threads ?? Math.max(1, Math.floor(availableParallelism() / 2)), 'threads');
  const parallel = readCount(options.parallel ?? 2, 'parallel');
  const contextSize = options.contextSize === undefined ? undefined : readCount(options.contextSize, 'contextSize');
  const open = await openModel({ path, threads, contextSize, parallel });
  return new GgufEngine(nameOf(options), open, parallel);
}

class GgufEngine implements Engine {
  readonly name: string;
  readonly contextTokens: number;
  readonly dimensions: number;
  readonly cannotTrain = CANNOT_TRAIN;
  readonly #open: OpenModel;
  readonly #seats: Seats<LlamaContextSequence>;
  readonly #embedder: Embedder;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(name: string, open: OpenModel, parallel: number) {
    this.name = name;
    this.#open = open;
    this.contextTokens = open.contextTokens;
    this.dimensions = open.model.embeddingVectorSize;
    const { context } = open;
    this.#seats = new Seats(context ? Array.from({ length: parallel }, () => context.getSequence()) : []);
    this.#embedder = new Embedder(open);
  }

  async check(request: GenerateRequest): Promise<void> {
    await prepare(this.#open, request);
  }

  async *generate(request: GenerateRequest): AsyncGenerator<EnginePiece, void, undefined> {
    const pieces = new PieceQueue();
    const stop = new AbortController();
    const leave = (signal: AbortSignal): void => {
      stop.abort();
      pieces.fail(new ColloquyError('aborted', 'The generation was aborted by its signal.', { cause: signal.reason }));
    };
    const signals = [this.#closing.signal, ...(request.signal ? [request.signal] : [])];
    const listeners = signals.map((signal) => ({ signal, listener: () => leave(signal) }));
    for (const { signal, listener } of listeners) {
      if (signal.aborted) listener();
      signal.addEventListener('abort', listener);
    }
    const running = this.#answer(request, pieces, stop);
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
    try {
      yield* pieces;
    } finally {
      // The reader does not wait for the token that is being computed; the next one in the queue does.
      stop.abort();
      for (const { signal, listener } of listeners) signal.removeEventListener('abort', listener);
    }
  }

  async train(): Promise<never> {
    throw new ColloquyError('invalid_request', CANNOT_TRAIN, { param: 'model' });
  }

  restore(): never {
    const message = `This model was made by another engine than ${this.name}; start without the GGUF file to use it.`;
    throw new ColloquyError('invalid_request', message, { param: 'model' });
  }

  embed(texts: readonly string[], dimensions = this.dimensions): Promise<Float32Array[]> {
    return this.#embedder.embed(texts, dimensions);
  }

  countTokens(text: string): Promise<number> {
    return countText(this.#open.model, text);
  }

  async countMessageTokens(messages: GenerateRequest['messages']): Promise<number> {
    return (await writePrompt(this.#open, messages)).count;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#running);
    await this.#open.model.dispose();
  }

  /** Makes an answer when its turn comes; whatever goes wrong is told to the reader. */
  async #answer(request: GenerateRequest, pieces: PieceQueue, stop: AbortController): Promise<void> {
    try {
      const prepared = await prepare(this.#open, request);
      const sequence = await this.#seats.take(stop.signal);
      try {
        await answer({ open: this.#open, sequence, request, prepared, pieces, stop });
      } finally {
        this.#seats.give(sequence);
      }
      pieces.end();
    } catch (error) {
      pieces.fail(error);
    }
  }
}

/** A name that can stand in a header and in a URL's path. */
function nameOf({ model, name }: GgufOptions): string {
  const given = name ?? basename(model).replace(/\.gguf$/i, '');
  return given.replaceAll(/[^\w.:-]+/g, '-').slice(0, 200) || 'gguf';
}
