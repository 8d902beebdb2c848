import { seededRandom } from '../text/random.ts';

/** Bytes the network looks back on. */
const CONTEXT = 12;
const EMBEDDING = 12;
const HIDDEN = 128;
const SYMBOLS = 256;
const INPUT = CONTEXT * EMBEDDING;

const AT_EMBEDDING = 0;
const AT_W1 = AT_EMBEDDING + SYMBOLS * EMBEDDING;
const AT_B1 = AT_W1 + HIDDEN * INPUT;
const AT_W2 = AT_B1 + HIDDEN;
const AT_B2 = AT_W2 + SYMBOLS * HIDDEN;
/** The number of weights. */
export const WEIGHTS = AT_B2 + SYMBOLS;

/** The weights of an untrained network; the seed decides them. */
export function initialWeights(seed: number): Float32Array {
  const random = seededRandom(seed);
  const weights = new Float32Array(WEIGHTS);
  const fill = (from: number, to: number, scale: number) => {
    for (let i = from; i < to; i++) weights[i] = (random() * 2 - 1) * scale;
  };
  fill(AT_EMBEDDING, AT_W1, 0.5);
  fill(AT_W1, AT_B1, Math.sqrt(3 / INPUT));
  // Small outputs make the untrained guess nearly uniform: its loss is ln 256.
  fill(AT_W2, AT_B2, 0.05);
  return weights;
}

/**
 * A feed-forward network that predicts the next byte from the twelve before it: embedding, one hidden layer, softmax.
 *
 * Forward and backward are written out over flat arrays, because at this size any abstraction costs more than the
 * arithmetic. Nothing is allocated per byte.
 */
export class ByteNetwork {
  readonly weights: Float32Array;
  /** The probabilities of the last `forward`. */
  readonly probabilities: Float32Array = new Float32Array(SYMBOLS);
  readonly #input = new Float32Array(INPUT);
  readonly #hidden = new Float32Array(HIDDEN);
  readonly #hiddenGradient = new Float32Array(HIDDEN);
  readonly #inputGradient = new Float32Array(INPUT);

  constructor(weights: Float32Array) {
    this.weights = weights;
  }

  /** Fills `probabilities` for the byte at `position`, from the bytes before it; before the start stands byte 0. */
  forward(bytes: Uint8Array, position: number): void {
    const w = this.weights;
    const input = this.#input;
    for (let c = 0; c < CONTEXT; c++) {
      const at = position - CONTEXT + c;
      const from = AT_EMBEDDING + (at < 0 ? 0 : bytes[at]!) * EMBEDDING;
      for (let e = 0; e < EMBEDDING; e++) input[c * EMBEDDING + e] = w[from + e]!;
    }
    const hidden = this.#hidden;
    for (let h = 0; h < HIDDEN; h++) {
      let sum = w[AT_B1 + h]!;
      const row = AT_W1 + h * INPUT;
      for (let i = 0; i < INPUT; i++) sum += w[row + i]! * input[i]!;
      hidden[h] = Math.tanh(sum);
    }
    const out = this.probabilities;
    let highest = Number.NEGATIVE_INFINITY;
    for (let s = 0; s < SYMBOLS; s++) {
      let sum = w[AT_B2 + s]!;
      const row = AT_W2 + s * HIDDEN;
      for (let h = 0; h < HIDDEN; h++) sum += w[row + h]! * hidden[h]!;
      out[s] = sum;
      if (sum > highest) highest = sum;
    }
    let total = 0;
    for (let s = 0; s < SYMBOLS; s++) {
      const value = Math.exp(out[s]! - highest);
      out[s] = value;
      total += value;
    }
    for (let s = 0; s < SYMBOLS; s++) out[s]! /= total;
  }

  /** Adds the gradient of `scale` times the loss at `position` to `gradient`; must follow `forward` there. */
  backward(bytes: Uint8Array, position: number, scale: number, gradient: Float32Array): void {
    const w = this.weights;
    const hidden = this.#hidden;
    const input = this.#input;
    const dHidden = this.#hiddenGradient.fill(0);
    const target = bytes[position]!;
    for (let s = 0; s < SYMBOLS; s++) {
      const d = (this.probabilities[s]! - (s === target ? 1 : 0)) * scale;
      gradient[AT_B2 + s]! += d;
      const row = AT_W2 + s * HIDDEN;
      for (let h = 0; h < HIDDEN; h++) {
        gradient[row + h]! += d * hidden[h]!;
        dHidden[h]! += d * w[row + h]!;
      }
    }
    const dInput = this.#inputGradient.fill(0);
    for (let h = 0; h < HIDDEN; h++) {
      const d = dHidden[h]! * (1 - hidden[h]! * hidden[h]!);
      gradient[AT_B1 + h]! += d;
      const row = AT_W1 + h * INPUT;
      for (let i = 0; i < INPUT; i++) {
        gradient[row + i]! += d * input[i]!;
        dInput[i]! += d * w[row + i]!;
      }
    }
    for (let c = 0; c < CONTEXT; c++) {
      const at = position - CONTEXT + c;
      const to = AT_EMBEDDING + (at < 0 ? 0 : bytes[at]!) * EMBEDDING;
      for (let e = 0; e < EMBEDDING; e++) gradient[to + e]! += dInput[c * EMBEDDING + e]!;
    }
  }

  /** Whether the likeliest byte of the last `forward` is this one. */
  guesses(byte: number): boolean {
    const own = this.probabilities[byte]!;
    return this.probabilities.every((p, other) => p < own || other === byte);
  }

  /** The natural logarithm of the probability of `bytes[from..to)`, given what stands before. */
  logProbability(bytes: Uint8Array, from: number, to: number): number {
    let sum = 0;
    for (let position = from; position < to; position++) {
      this.forward(bytes, position);
      sum += Math.log(this.probabilities[bytes[position]!]! + 1e-30);
    }
    return sum;
  }
}
