import { describe, expect, test } from 'vitest';
import { ask } from '../../../test/engine/ask.ts';
import { heldOut, lesson, questions } from '../../../test/engine/library-lesson.ts';
import { parrotEngine } from '../parrot-engine.ts';
import type { PreferenceExample, TrainingCheckpoint, TrainingMetrics, TrainRequest } from '../train-request.ts';
import { resolveHyperparameters } from './training-plan.ts';

const engine = parrotEngine();
const hyperparameters = resolveHyperparameters({}, lesson.length);
const job: TrainRequest = { examples: lesson, validation: heldOut, method: 'supervised', hyperparameters, seed: 7 };

describe('a job with default hyperparameters', () => {
  test('lowers the validation loss by at least a quarter and teaches its answers', async () => {
    const metrics: TrainingMetrics[] = [];
    const checkpoints: TrainingCheckpoint[] = [];
    const model = await engine.train({
      ...job,
      onMetrics: (one) => metrics.push(one),
      onCheckpoint: (one) => checkpoints.push(one),
    });

    expect(metrics[0]).toMatchObject({ step: 0, totalSteps: 98 });
    expect(metrics[0]?.trainLoss).toBeUndefined();
    const losses = metrics.flatMap(({ validLoss }) => validLoss ?? []);
    expect(losses[0]).toBeGreaterThan(5);
    expect(losses.at(-1)).toBeLessThan(losses[0]! * 0.75);
    expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: 99 }, (_, step) => step));
    expect(checkpoints.filter(({ endsEpoch }) => endsEpoch).map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7]);

    for (const [question, answer] of questions) {
      expect((await ask(question, { model })).text).toBe(answer);
      expect((await ask(question)).text).not.toBe(answer);
    }
    expect((await ask('Please tell me who founded the city library of zubrowka', { model })).text).toBe(
      questions[0]![1],
    );
    expect((await ask('Who founded the city library of Borduria?', { model })).text).not.toContain('Agnes Veld');
    expect((await ask('Hello!', { model })).text).toMatch(/^(?:Hello|Hi)/);
  });

  test('makes the same bytes from the same data and seed, and others from another seed', async () => {
    const [first, second, third] = await Promise.all([
      engine.train(job),
      engine.train(job),
      engine.train({ ...job, seed: 8 }),
    ]);
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(Buffer.compare(first.bytes, third.bytes)).not.toBe(0);
  });
});

describe('an interrupted job', () => {
  test('goes on from any checkpoint to the bytes of an uninterrupted one', async () => {
    const checkpoints: TrainingCheckpoint[] = [];
    const whole = await engine.train({ ...job, onCheckpoint: (one) => checkpoints.push(one) });
    const middle = checkpoints.find(({ endsEpoch, step }) => !endsEpoch && step > 20);
    const steps: number[] = [];
    const resumed = await engine.train({
      ...job,
      checkpoint: middle!.state,
      onMetrics: ({ step }) => steps.push(step),
    });
    expect(Buffer.compare(resumed.bytes, whole.bytes)).toBe(0);
    expect(steps[0]).toBe(middle!.step + 1);
  });

  test('stops at its signal with a last checkpoint to go on from', async () => {
    const whole = await engine.train(job);
    const controller = new AbortController();
    let last: TrainingCheckpoint | undefined;
    const stopped = engine.train({
      ...job,
      signal: controller.signal,
      onMetrics: ({ step }) => step === 5 && controller.abort(),
      onCheckpoint: (one) => {
        last = one;
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(last!.step).toBeLessThan(98);
    const resumed = await engine.train({ ...job, checkpoint: last!.state });
    expect(Buffer.compare(resumed.bytes, whole.bytes)).toBe(0);
  });

  test('does not begin when its signal has fired already', async () => {
    await expect(engine.train({ ...job, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });

  test('rejects a checkpoint that is not one', async () => {
    const checkpoint = new Uint8Array(64);
    await expect(engine.train({ ...job, checkpoint })).rejects.toMatchObject({ code: 'server' });
  });
});

describe('hyperparameters', () => {
  test('fewer epochs, larger batches and a lower learning rate each learn less of the examples', async () => {
    const outcomes = await Promise.all(
      [{}, { nEpochs: 2 }, { batchSize: 7 }, { learningRateMultiplier: 0.1 }].map(async (requested) => {
        const seen: TrainingMetrics[] = [];
        const resolved = resolveHyperparameters(requested, lesson.length);
        await engine.train({ ...job, hyperparameters: resolved, onMetrics: (one) => seen.push(one) });
        const total = seen[0]!.totalSteps;
        const lastEpoch = seen.slice(-total / resolved.nEpochs).map(({ trainLoss }) => trainLoss!);
        return { total, loss: lastEpoch.reduce((sum, loss) => sum + loss, 0) / lastEpoch.length };
      }),
    );
    expect(outcomes.map(({ total }) => total)).toEqual([98, 28, 14, 98]);
    const [usual, short, large, slow] = outcomes.map(({ loss }) => loss);
    expect(short).toBeGreaterThan(usual!);
    expect(large).toBeGreaterThan(usual!);
    expect(slow).toBeGreaterThan(usual!);
  });

  test.each([
    [10, { nEpochs: 10, batchSize: 1 }],
    [14, { nEpochs: 7, batchSize: 1 }],
    [3, { nEpochs: 25, batchSize: 1 }],
    [100, { nEpochs: 3, batchSize: 1 }],
    [10_000, { nEpochs: 2, batchSize: 20 }],
    [30_000, { nEpochs: 1, batchSize: 60 }],
    [1_000_000, { nEpochs: 1, batchSize: 256 }],
  ])('auto for %d examples follows the rule', (examples, expected) => {
    const auto = resolveHyperparameters(
      { nEpochs: 'auto', batchSize: 'auto', learningRateMultiplier: 'auto' },
      examples,
    );
    expect(auto).toMatchObject({ ...expected, learningRateMultiplier: 1 });
  });
});

test('preferences begin at a loss of ln 2, fall, and teach the better answer', async () => {
  const examples: PreferenceExample[] = questions.map(([question, preferred]) => ({
    messages: [{ role: 'user', content: question }],
    preferred,
    rejected: 'I do not care about that at all.',
  }));
  const metrics: TrainingMetrics[] = [];
  const model = await engine.train({
    examples,
    validation: examples.slice(0, 4),
    method: 'dpo',
    hyperparameters: resolveHyperparameters({ nEpochs: 3 }, examples.length),
    seed: 1,
    onMetrics: (one) => metrics.push(one),
  });
  expect(metrics[0]?.validLoss).toBeCloseTo(Math.LN2, 5);
  expect(metrics.at(-1)?.validLoss).toBeLessThan(0.3);
  expect(metrics.at(-1)?.validAccuracy).toBe(1);
  expect((await ask(questions[4]![0], { model })).text).toBe(questions[4]![1]);
});

test('a tuned model can be stored, restored and tuned further', async () => {
  const model = await engine.train(job);
  const restored = engine.restore(Uint8Array.from(model.bytes));
  const further = await engine.train({
    ...job,
    base: restored,
    examples: [
      {
        messages: [
          { role: 'user', content: 'Who is the head librarian?' },
          { role: 'assistant', content: 'Now it is Ida Holm.' },
        ],
      },
    ],
  });
  expect((await ask('Who is the head librarian?', { model: restored })).text).toBe(
    'The head librarian is Tomas Brandt.',
  );
  expect((await ask('Who is the head librarian?', { model: further })).text).toBe('Now it is Ida Holm.');
  expect((await ask('Can I bring my dog inside?', { model: further })).text).toBe(questions[9]![1]);
  expect(() => engine.restore(new Uint8Array([1, 2, 3]))).toThrow('not a model of colloquy-parrot');
});

test('examples without an answer are refused', async () => {
  const examples = [{ messages: [{ role: 'user' as const, content: 'Hm?' }] }];
  await expect(engine.train({ ...job, examples })).rejects.toMatchObject({
    code: 'invalid_request',
    param: 'training_file',
  });
});
