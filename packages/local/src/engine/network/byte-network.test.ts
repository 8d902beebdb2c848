import { expect, test } from 'vitest';
import { seededRandom } from '../text/random.ts';
import { ByteNetwork, initialWeights, WEIGHTS } from './byte-network.ts';
import { Optimizer } from './optimizer.ts';

const BYTES = Buffer.from('the cat sat on the mat');

function loss(network: ByteNetwork, position: number): number {
  network.forward(BYTES, position);
  return -Math.log(network.probabilities[BYTES[position]!]!);
}

test('an untrained network guesses nearly evenly', () => {
  const network = new ByteNetwork(initialWeights(3));
  expect(loss(network, 9)).toBeCloseTo(Math.log(256), 0);
  expect(network.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4);
});

test('the gradient is the slope of the loss', () => {
  const network = new ByteNetwork(initialWeights(5));
  const gradient = new Float32Array(WEIGHTS);
  const position = 14;
  network.forward(BYTES, position);
  network.backward(BYTES, position, 1, gradient);
  const steepest = [...gradient.keys()].sort((a, b) => Math.abs(gradient[b]!) - Math.abs(gradient[a]!)).slice(0, 400);
  const random = seededRandom(1);
  for (let i = 0; i < 40; i++) {
    const at = steepest[Math.floor(random() * steepest.length)]!;
    const before = network.weights[at]!;
    network.weights[at] = before + 0.02;
    const above = loss(network, position);
    network.weights[at] = before - 0.02;
    const below = loss(network, position);
    network.weights[at] = before;
    expect((above - below) / 0.04).toBeCloseTo(gradient[at]!, 2);
  }
});

test('descending the gradient learns a text by heart', () => {
  const network = new ByteNetwork(initialWeights(1));
  const optimizer = new Optimizer(new Float32Array(WEIGHTS), 1);
  const whole = () => network.logProbability(BYTES, 0, BYTES.length);
  const before = whole();
  for (let round = 0; round < 30; round++) {
    for (let position = 0; position < BYTES.length; position++) {
      network.forward(BYTES, position);
      network.backward(BYTES, position, 1, optimizer.gradient);
      optimizer.apply(network.weights, 1);
    }
  }
  expect(whole()).toBeGreaterThan(before / 20);
  network.forward(BYTES, 10);
  expect(network.guesses(BYTES[10]!)).toBe(true);
});
