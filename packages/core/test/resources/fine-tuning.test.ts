import type { FineTuningJobs } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { describe, expect, test } from 'vitest';
import { failure } from '../faults/harness.ts';
import { type Answer, replay } from '../replay.ts';

interface Step {
  readonly status: string;
  /** How many events there are by now. */
  readonly events: number;
  /** What happens instead of an answer. */
  readonly fault?: 'reset' | number;
}

const event = (at: number) => ({
  id: `ftevent-${at}`,
  object: 'fine_tuning.job.event',
  created_at: at,
  level: 'info',
  message: `event ${at}`,
});

/** A service with one job, which is a step further at each look, and lists its events two a page, the newest first. */
function training(steps: readonly Step[], job: object = {}) {
  let look = -1;
  const current = () => steps[Math.min(Math.max(look, 0), steps.length - 1)] as Step;
  return replay(
    openai,
    ({ path }): Answer => {
      const url = new URL(path, 'http://h');
      if (!url.pathname.endsWith('/events')) {
        look += 1;
        const { fault, status } = current();
        if (fault === 'reset') throw new Error('reset');
        if (fault !== undefined) return { status: fault, body: '{}' };
        return { body: JSON.stringify({ id: 'ftjob-1', object: 'fine_tuning.job', status, ...job }) };
      }
      const newestFirst = Array.from({ length: current().events }, (_, at) => event(at)).reverse();
      const after = url.searchParams.get('after');
      const from = newestFirst.findIndex(({ id }) => id === after) + 1;
      const data = newestFirst.slice(from, from + 2);
      return { body: JSON.stringify({ object: 'list', data, has_more: from + 2 < newestFirst.length }) };
    },
    { pieceBytes: 100_000 },
  );
}

async function watched(jobs: FineTuningJobs, options: object = {}) {
  const seen: string[] = [];
  for await (const { id } of jobs.watch('ftjob-1', { pollIntervalMs: 2, ...options })) seen.push(id);
  return seen;
}

const ids = (count: number) => Array.from({ length: count }, (_, at) => `ftevent-${at}`);

describe('watching a job', () => {
  test.each([
    [
      'from its beginning',
      [
        { status: 'validating_files', events: 0 },
        { status: 'queued', events: 1 },
        { status: 'running', events: 4 },
        { status: 'succeeded', events: 7 },
      ],
    ],
    ['that is over already', [{ status: 'succeeded', events: 5 }]],
    [
      'that failed',
      [
        { status: 'running', events: 1 },
        { status: 'failed', events: 7 },
      ],
    ],
    ['that was cancelled', [{ status: 'cancelled', events: 3 }]],
    [
      'that is paused on its way',
      [
        { status: 'paused', events: 2 },
        { status: 'queued', events: 3 },
        { status: 'succeeded', events: 5 },
      ],
    ],
    [
      'in a state of tomorrow',
      [
        { status: 'marinating', events: 2 },
        { status: 'succeeded', events: 3 },
      ],
    ],
    [
      'with many events at once',
      [
        { status: 'running', events: 1 },
        { status: 'succeeded', events: 40 },
      ],
    ],
    ['without an event', [{ status: 'succeeded', events: 0 }]],
    [
      'over a broken connection',
      [
        { status: 'running', events: 2 },
        { status: '', events: 0, fault: 'reset' },
        { status: '', events: 0, fault: 'reset' },
        { status: 'succeeded', events: 5 },
      ],
    ],
    [
      'over a service that is busy',
      [
        { status: 'running', events: 2 },
        { status: '', events: 0, fault: 503 },
        { status: '', events: 0, fault: 429 },
        { status: 'succeeded', events: 5 },
      ],
    ],
  ] as const)('%s gives each event once, in order, and ends', async (_, steps) => {
    const { client } = await training(steps);
    expect(await watched(client.fineTuning.jobs)).toEqual(ids(steps.at(-1)?.events ?? 0));
  });

  test('ends with the error that no second look can mend', async () => {
    const { client } = await training([
      { status: 'running', events: 1 },
      { status: '', events: 0, fault: 404 },
    ]);
    const seen: string[] = [];
    const error = await failure(async () => {
      for await (const { id } of client.fineTuning.jobs.watch('ftjob-1', { pollIntervalMs: 2 })) seen.push(id);
    });
    expect(error.code).toBe('not_found');
    expect(seen).toEqual(ids(1));
  });

  test('gives up after ten failures in a row', async () => {
    const { client, asked } = await training([{ status: '', events: 0, fault: 'reset' }]);
    expect((await failure(() => watched(client.fineTuning.jobs))).code).toBe('connection');
    expect(asked).toHaveLength(10);
  });

  test('that its caller ends rejects at once', async () => {
    const controller = new AbortController();
    const { client } = await training([{ status: 'running', events: 2 }]);
    const error = await failure(async () => {
      const options = { pollIntervalMs: 60_000, signal: controller.signal };
      for await (const { id } of client.fineTuning.jobs.watch('ftjob-1', options)) {
        if (id === 'ftevent-1') setTimeout(() => controller.abort('enough'), 5);
      }
    });
    expect(error).toMatchObject({ code: 'aborted', cause: 'enough' });
  });

  test('left early asks no more', async () => {
    const { client, asked } = await training([{ status: 'running', events: 3 }]);
    for await (const _ of client.fineTuning.jobs.watch('ftjob-1', { pollIntervalMs: 1 })) break;
    const before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked).toHaveLength(before);
  });

  test.each(['', '..'])('of the id %j is `invalid_request`', async (id) => {
    const { client, asked } = await training([{ status: 'running', events: 3 }]);
    const error = await failure(async () => {
      for await (const _ of client.fineTuning.jobs.watch(id));
    });
    expect(error.code).toBe('invalid_request');
    expect(asked).toHaveLength(0);
  });
});

describe('waiting for a job', () => {
  const wait = async (status: string, job: object = {}) => {
    const { client } = await training(
      [
        { status: 'running', events: 1 },
        { status, events: 2 },
      ],
      job,
    );
    return client.fineTuning.jobs.wait('ftjob-1', { pollIntervalMs: 2 });
  };

  test('resolves with the job where it succeeded', async () => {
    expect(await wait('succeeded', { fine_tuned_model: 'ft:m:org::1' })).toMatchObject({
      id: 'ftjob-1',
      status: 'succeeded',
      fine_tuned_model: 'ft:m:org::1',
    });
  });

  test('rejects in the job’s own words where it failed', async () => {
    const error = { code: 'invalid_n_examples', message: 'Training file has 7 examples', param: 'training_file' };
    expect(await failure(() => wait('failed', { error }))).toMatchObject({
      code: 'invalid_request',
      apiCode: 'invalid_n_examples',
      param: 'training_file',
      message: 'fine-tuning job ftjob-1: Training file has 7 examples',
      retryable: false,
      body: { status: 'failed' },
    });
  });

  test.each([{ error: null }, { error: {} }, { error: { code: null, message: null, param: null } }, {}])(
    'rejects where it failed and does not say why: %j',
    async (job) => {
      expect(await failure(() => wait('failed', job))).toMatchObject({
        code: 'server',
        message: 'fine-tuning job ftjob-1: it failed and did not say why',
      });
    },
  );

  test('rejects where it was cancelled', async () => {
    expect(await failure(() => wait('cancelled'))).toMatchObject({ code: 'aborted', retryable: false });
  });
});
