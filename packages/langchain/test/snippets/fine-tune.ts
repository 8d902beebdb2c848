import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { ColloquyToolkit, writeFineTuningFile } from '@colloquy/langchain';
import { createLocal } from '@colloquy/local';
import { AIMessage, HumanMessage } from '@langchain/core/messages';

const local = createLocal();
const client = createClient({ provider: openai, transport: local.transport('openai') });

// Conversations, as LangChain keeps them, become a training file; none of it is held in memory.
const conversations = Array.from({ length: 10 }, () => [
  new HumanMessage('When does the library open?'),
  new AIMessage('At nine, except on Mondays.'),
]);
const file = await client.files.upload(writeFineTuningFile(conversations), {
  purpose: 'fine-tune',
  filename: 'library.jsonl',
  validate: true,
});
const job = await client.fineTuning.jobs.create({ training_file: file.id, model: 'gpt-4o-mini' });

// The same as tools for an agent, and the tuned model as a chat model once the job is over.
const toolkit = new ColloquyToolkit({ client });
const tuned = await toolkit.tunedModel(job.id, { temperature: 0 });
console.log((await tuned.invoke('When does the library open?')).text);

await local.close();
