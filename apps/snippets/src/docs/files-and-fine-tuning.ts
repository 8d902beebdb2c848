import assert from 'node:assert/strict';
import { stat, writeFile } from 'node:fs/promises';
import { createLocal } from '@colloquy/local';
import { printed } from '../printed.ts';

const local = createLocal();
const transport = local.transport('openai');
const example = (question: string, reply: string) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: reply },
    ],
  });
const lines = Array.from({ length: 12 }, () => example('When does the library open?', 'At nine, except on Mondays.'));
await writeFile('train.jsonl', lines.join('\n'));
await writeFile('broken.jsonl', [example('Hi', 'Hello'), '{"messages": []}', 'not JSON'].join('\n'));
let output = printed();

// #region upload

import { createClient, DatasetError } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';

const client = createClient({ provider: openai, transport });

const file = await client.files.upload('train.jsonl', {
  purpose: 'fine-tune',
  validate: true,
  onProgress: ({ sent, total }) => console.log(`${sent} of ${total} bytes`),
});
// #endregion

const { size } = await stat('train.jsonl');
assert.match(output(), new RegExp(`${size} of ${size} bytes\\n$`));
assert.equal(file.bytes, size);
assert.equal(await (await client.files.content(file.id)).text(), lines.join('\n'));

output = printed();

// #region refused
try {
  await client.files.upload('broken.jsonl', { purpose: 'fine-tune', validate: true });
} catch (error) {
  if (!DatasetError.isInstance(error)) throw error;
  for (const { line, code, message } of error.errors) console.log(line, code, message);
}
// #endregion

const listed = output();
assert.match(listed, /^2 \w+ line 2: .+\n3 invalid_file_format line 3: .+\n/);
assert.deepEqual(
  (await client.files.list()).data.map(({ id }) => id),
  [file.id],
);

// #region check

import { validateDataset } from '@colloquy/core/dataset';

const report = await validateDataset('train.jsonl');
// { valid: true, examples: 12, tokens: …, errors: [], errorCount: 0 }
// #endregion

assert.partialDeepStrictEqual(report, { valid: true, examples: 12, errors: [], errorCount: 0 });

output = printed();

// #region watch
const job = await client.fineTuning.jobs.create({ training_file: file.id, model: 'gpt-4o-mini' });

for await (const event of client.fineTuning.jobs.watch(job.id)) {
  console.log(event.type, event.message);
}
const { fine_tuned_model: model } = await client.fineTuning.jobs.wait(job.id);
// #endregion

const told = output().trimEnd().split('\n');
assert.equal(told.filter((line) => /New fine-tuned model created/.test(line)).length, 1);
assert.match(told.at(-1) as string, /successfully completed/);
assert.ok(told.some((line) => line.startsWith('metrics ')));

output = printed();

// #region ask
const tuned = await client.chat.completions.create({
  model: model as string,
  messages: [{ role: 'user', content: 'When does the library open?' }],
});
console.log(tuned.choices[0]?.message.content); // At nine, except on Mondays.
// #endregion

assert.equal(output(), 'At nine, except on Mondays.\n');

output = printed();

// #region failed

import { ApiError } from '@colloquy/core';

const unchecked = await client.files.upload('broken.jsonl', { purpose: 'fine-tune' });
const doomed = await client.fineTuning.jobs.create({ training_file: unchecked.id, model: 'gpt-4o-mini' });
try {
  await client.fineTuning.jobs.wait(doomed.id);
} catch (error) {
  if (!ApiError.isInstance(error)) throw error;
  console.log(error.code, error.apiCode, error.message); // invalid_request invalid_training_file …
}
// #endregion

assert.match(output(), /^invalid_request invalid_training_file .*line 2.*line 3/);
await local.close();
