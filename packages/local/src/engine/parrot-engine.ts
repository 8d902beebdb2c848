import { ColloquyError } from '@colloquy/core';
import type { TunedKnowledge } from './answer/answer-text.ts';
import { embed } from './embed.ts';
import type { Engine, TrainedModel } from './engine.ts';
import { generate } from './generation/generate.ts';
import { ByteNetwork } from './network/byte-network.ts';
import { Recall } from './recall/recall.ts';
import { countMessageTokens, countTokens } from './tokens/count-tokens.ts';
import { loadTokenizer } from './tokens/tokenizer.ts';
import { readModel } from './training/model-bytes.ts';
import { train } from './training/train.ts';

/** The model id of the built-in engine. */
export const PARROT = 'colloquy-parrot';

/**
 * The built-in engine: retrieval over what it was taught, a word model over its own base text, and a byte-level network
 * that each fine-tuning job trains. It needs no download, and it is not a language model.
 */
export function parrotEngine(): Engine {
  // A model is opened once, and its index lives as long as the model's owner holds it.
  const opened = new WeakMap<TrainedModel, TunedKnowledge>();
  const knowledge = (model: TrainedModel): TunedKnowledge => {
    const known = opened.get(model) ?? open(model.bytes);
    opened.set(model, known);
    return known;
  };
  return {
    name: PARROT,
    generate: (request) => generate(request, request.model && knowledge(request.model)),
    train: async (request) => train(PARROT, request),
    restore(bytes) {
      const model: TrainedModel = { engine: PARROT, bytes };
      opened.set(model, open(bytes));
      return model;
    },
    embed: async (texts, dimensions) => embed(texts, dimensions),
    countTokens,
    countMessageTokens,
    warm: loadTokenizer,
  };
}

function open(bytes: Uint8Array): TunedKnowledge {
  const content = readModel(bytes);
  if (content?.engine !== PARROT) {
    throw new ColloquyError('invalid_request', `These bytes are not a model of ${PARROT}.`, { param: 'model' });
  }
  const recall = new Recall(content.taught);
  return { find: (question) => recall.find(question), network: new ByteNetwork(content.weights) };
}
