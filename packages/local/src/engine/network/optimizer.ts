/** Step size at a learning rate multiplier of 1. */
const LEARNING_RATE = 0.04;
const EPSILON = 1e-6;

/**
 * Gradient descent with a step size of its own per weight (Adagrad).
 *
 * Its whole state is one number per weight, so a checkpoint stays small and training goes on from it exactly.
 */
export class Optimizer {
  /** The sums of squared gradients so far. */
  readonly squares: Float32Array;
  readonly gradient: Float32Array;
  readonly #rate: number;

  constructor(squares: Float32Array, learningRateMultiplier: number) {
    this.squares = squares;
    this.gradient = new Float32Array(squares.length);
    this.#rate = LEARNING_RATE * learningRateMultiplier;
  }

  /** Moves the weights against the gathered gradient, averaged over `count`, and clears it. */
  apply(weights: Float32Array, count: number): void {
    const { gradient, squares } = this;
    for (let i = 0; i < gradient.length; i++) {
      if (gradient[i] === 0) continue;
      const g = gradient[i]! / count;
      squares[i]! += g * g;
      weights[i]! -= (this.#rate * g) / (Math.sqrt(squares[i]!) + EPSILON);
      gradient[i] = 0;
    }
  }
}
