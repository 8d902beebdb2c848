import type { ByteNetwork } from '../network/byte-network.ts';
import type { Optimizer } from '../network/optimizer.ts';
import type { Tally } from './trainer.ts';
import type { Sequence, TrainingItem } from './training-sequence.ts';

/** The bounds of a preference step; `room` is how many bytes of a pair may be looked at. */
export interface PreferenceOptions {
  readonly beta: number;
  readonly room: number;
  readonly tally: Tally;
}

/**
 * Direct preference optimisation: the better answer's likelihood rises against the worse one's, measured from where
 * training began. The loss of a pair is -ln sigmoid(beta * margin), so it begins at ln 2.
 *
 * Without an optimizer the pairs are only tallied.
 */
export function preferenceStep(
  network: ByteNetwork,
  reference: ByteNetwork,
  optimizer: Optimizer | undefined,
  batch: readonly TrainingItem[],
  { beta, room, tally }: PreferenceOptions,
): void {
  let pairs = 0;
  for (const { better, worse } of batch) {
    const good = better[0];
    if (!good || !worse) continue;
    const half = Math.max(1, Math.floor(room / 2));
    const margin = gain(network, reference, good, half) - gain(network, reference, worse, half);
    const wrong = 1 / (1 + Math.exp(beta * margin));
    tally.loss -= Math.log(1 - wrong + 1e-30);
    if (margin > 0) tally.right += 1;
    tally.bytes += 1;
    pairs += 1;
    if (!optimizer) continue;
    pull(network, optimizer, good, half, beta * wrong);
    pull(network, optimizer, worse, half, -beta * wrong);
  }
  if (optimizer && pairs > 0) optimizer.apply(network.weights, pairs);
}

function gain(network: ByteNetwork, reference: ByteNetwork, { bytes, start }: Sequence, room: number): number {
  const to = Math.min(bytes.length, start + room);
  return network.logProbability(bytes, start, to) - reference.logProbability(bytes, start, to);
}

function pull(network: ByteNetwork, optimizer: Optimizer, sequence: Sequence, room: number, scale: number): void {
  const to = Math.min(sequence.bytes.length, sequence.start + room);
  for (let position = sequence.start; position < to; position++) {
    network.forward(sequence.bytes, position);
    network.backward(sequence.bytes, position, scale, optimizer.gradient);
  }
}
