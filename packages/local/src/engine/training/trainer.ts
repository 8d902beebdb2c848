import { ByteNetwork, initialWeights, WEIGHTS } from '../network/byte-network.ts';
import { Optimizer } from '../network/optimizer.ts';
import { hashText, seededRandom } from '../text/random.ts';
import type { TrainingMetrics } from '../train-request.ts';
import { pack, unpack } from './packed.ts';
import { preferenceStep } from './preference-step.ts';
import { totalSteps } from './training-plan.ts';
import { itemBytes, type Sequence, type TrainingItem } from './training-sequence.ts';
import type { TrainingTask } from './training-task.ts';

/** Bytes predicted per job, about ten seconds of one core; larger jobs see windows of their answers. */
const JOB_BYTES = 98_304;
const MIN_STEP_BYTES = 16;
/** Bytes per example between two moves of the weights. */
const BYTES_PER_UPDATE = 8;
const VALIDATION_BYTES = 1_024;
const VALIDATION_ITEMS = 64;
/** How often, at most, a job looks at its validation set between the ends of epochs. */
const VALIDATIONS = 20;

/** How an answer was predicted: the summed loss, the right guesses and the bytes. */
export interface Tally {
  loss: number;
  right: number;
  bytes: number;
}

/**
 * One job, step by step. What a step does depends only on the weights, the seed and the step's number, so a job that
 * goes on from a checkpoint ends with the same bytes as one that was never interrupted.
 */
export class Trainer {
  readonly total: number;
  readonly stepsPerEpoch: number;
  step = 0;
  readonly network: ByteNetwork;
  readonly #task: TrainingTask;
  readonly #optimizer: Optimizer;
  readonly #reference: ByteNetwork;
  readonly #stepBytes: number;
  #order: { epoch: number; items: readonly TrainingItem[] } = { epoch: -1, items: [] };

  constructor(task: TrainingTask) {
    this.#task = task;
    const start = task.weights ?? initialWeights(task.seed);
    const saved = task.checkpoint && readState(task.checkpoint);
    this.step = saved?.step ?? 0;
    this.network = new ByteNetwork(saved?.weights ?? start.slice());
    this.#reference = new ByteNetwork(start);
    this.#optimizer = new Optimizer(
      saved?.squares ?? new Float32Array(WEIGHTS),
      task.hyperparameters.learningRateMultiplier,
    );
    this.total = totalSteps(task.items.length, task.hyperparameters);
    this.stepsPerEpoch = this.total / task.hyperparameters.nEpochs;
    this.#stepBytes = Math.max(MIN_STEP_BYTES, Math.floor(JOB_BYTES / Math.max(1, this.total)));
  }

  get epoch(): number {
    return Math.floor(this.step / this.stepsPerEpoch);
  }

  get endsEpoch(): boolean {
    return this.step > 0 && this.step % this.stepsPerEpoch === 0;
  }

  /** Trains on the next batch and tells how that went. */
  next(): TrainingMetrics {
    const batch = this.#batch();
    const tally: Tally = { loss: 0, right: 0, bytes: 0 };
    const room = Math.max(1, Math.floor(this.#stepBytes / batch.length));
    const random = seededRandom(hashText(`window ${this.step}`, this.#task.seed));
    if (this.#task.method === 'dpo') {
      preferenceStep(this.network, this.#reference, this.#optimizer, batch, {
        beta: this.#task.hyperparameters.beta ?? 0.1,
        room,
        tally,
      });
    } else this.#supervisedStep(batch, room, random, tally);
    this.step += 1;
    return {
      step: this.step,
      totalSteps: this.total,
      trainLoss: tally.loss / Math.max(1, tally.bytes),
      trainAccuracy: tally.right / Math.max(1, tally.bytes),
      ...(this.#validatesNow() ? this.validate() : {}),
    };
  }

  /** How the network does on the validation set; nothing where there is none. */
  validate(): { validLoss?: number; validAccuracy?: number } {
    const items = this.#task.validation.slice(0, VALIDATION_ITEMS);
    if (items.length === 0) return {};
    const room = Math.max(MIN_STEP_BYTES, Math.floor(VALIDATION_BYTES / items.length));
    const tally: Tally = { loss: 0, right: 0, bytes: 0 };
    if (this.#task.method === 'dpo') {
      const beta = this.#task.hyperparameters.beta ?? 0.1;
      preferenceStep(this.network, this.#reference, undefined, items, { beta, room, tally });
    } else {
      for (const item of items) {
        for (const sequence of item.better) this.#predict(sequence, sequence.start, room, tally);
      }
    }
    const count = Math.max(1, tally.bytes);
    return { validLoss: tally.loss / count, validAccuracy: tally.right / count };
  }

  /** All that is needed to go on from here. */
  state(): Uint8Array {
    return pack({ step: this.step }, [this.network.weights, this.#optimizer.squares]);
  }

  #validatesNow(): boolean {
    return this.endsEpoch || this.step % Math.ceil(this.total / VALIDATIONS) === 0;
  }

  #batch(): readonly TrainingItem[] {
    const epoch = Math.floor(this.step / this.stepsPerEpoch);
    if (this.#order.epoch !== epoch) {
      const random = seededRandom(hashText(`epoch ${epoch}`, this.#task.seed));
      this.#order = { epoch, items: shuffled(this.#task.items, random) };
    }
    const size = this.#task.hyperparameters.batchSize;
    const from = (this.step % this.stepsPerEpoch) * size;
    return this.#order.items.slice(from, from + size);
  }

  #supervisedStep(batch: readonly TrainingItem[], room: number, random: () => number, tally: Tally): void {
    let pending = 0;
    const perUpdate = BYTES_PER_UPDATE * batch.length;
    for (const item of batch) {
      const share = Math.min(1, room / Math.max(1, itemBytes(item)));
      for (const sequence of item.better) {
        const length = sequence.bytes.length - sequence.start;
        const taken = Math.max(1, Math.floor(length * share));
        const from = sequence.start + Math.floor(random() * (length - taken + 1));
        for (let position = from; position < from + taken; position++) {
          this.#predict(sequence, position, 1, tally);
          this.network.backward(sequence.bytes, position, 1, this.#optimizer.gradient);
          pending += 1;
          if (pending === perUpdate) {
            this.#optimizer.apply(this.network.weights, pending);
            pending = 0;
          }
        }
      }
    }
    if (pending > 0) this.#optimizer.apply(this.network.weights, pending);
  }

  #predict(sequence: Sequence, from: number, room: number, tally: Tally): void {
    const to = Math.min(sequence.bytes.length, from + room);
    for (let position = from; position < to; position++) {
      this.network.forward(sequence.bytes, position);
      const target = sequence.bytes[position]!;
      tally.loss -= Math.log(this.network.probabilities[target]! + 1e-30);
      if (this.network.guesses(target)) tally.right += 1;
      tally.bytes += 1;
    }
  }
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [result[i], result[other]] = [result[other]!, result[i]!];
  }
  return result;
}

function readState(bytes: Uint8Array): { step: number; weights: Float32Array; squares: Float32Array } {
  const packed = unpack(bytes);
  const step = (packed?.header as { step?: unknown } | undefined)?.step;
  if (!packed || typeof step !== 'number' || packed.numbers.length !== WEIGHTS * 2) {
    throw new Error('The checkpoint is not one of this engine; start the job again without it.');
  }
  return { step, weights: packed.numbers.slice(0, WEIGHTS), squares: packed.numbers.slice(WEIGHTS) };
}
