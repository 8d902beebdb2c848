import { WEIGHTS } from '../network/byte-network.ts';
import { isJsonObject } from '../schema/json-schema.ts';
import { pack, unpack } from './packed.ts';
import type { TaughtPair } from './training-sequence.ts';

const FORMAT = 1;

/** A trained model, opened. */
export interface ModelContent {
  readonly engine: string;
  readonly taught: readonly TaughtPair[];
  readonly weights: Float32Array;
}

/** A model as bytes. */
export function writeModel({ engine, taught, weights }: ModelContent): Uint8Array {
  return pack({ format: FORMAT, engine, taught: taught.map(({ question, answer }) => [question, answer]) }, [weights]);
}

/** The reverse of `writeModel`, or `undefined` where the bytes are not a model. */
export function readModel(bytes: Uint8Array): ModelContent | undefined {
  const packed = unpack(bytes);
  if (!packed || !isJsonObject(packed.header) || packed.numbers.length !== WEIGHTS) return undefined;
  const { format, engine, taught } = packed.header;
  if (format !== FORMAT || typeof engine !== 'string' || !Array.isArray(taught)) return undefined;
  const pairs = taught.map(([question, answer]: [unknown, unknown]) => ({
    question: String(question),
    answer: String(answer),
  }));
  return { engine, taught: pairs, weights: packed.numbers };
}
