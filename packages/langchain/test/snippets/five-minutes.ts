import { createClient } from '@colloquy/core';
import { eugpt, jrc } from '@colloquy/core/providers';
import { ChatColloquy } from '@colloquy/langchain';
import { createLocal } from '@colloquy/local';
import { tool } from '@langchain/core/tools';
import { z } from 'zod';

// Offline. With a key it is one line: new ChatColloquy({ model: 'gpt-35-turbo-0613', provider: jrc })
const local = createLocal();
const client = createClient({ provider: jrc, transport: local.transport('jrc') });
const model = new ChatColloquy({ model: 'gpt-35-turbo-0613', client });

// Stream.
for await (const chunk of await model.stream('Say "Good morning, Ispra."')) process.stdout.write(chunk.text);

// Tools.
const add = tool(async ({ a, b }) => String(a + b), {
  name: 'add',
  description: 'Adds two numbers',
  schema: z.object({ a: z.number(), b: z.number() }),
});
const { tool_calls } = await model.bindTools([add]).invoke('What is 3 + 4? Use the add tool.');
console.log(tool_calls);

// An object.
const person = z.object({ name: z.string(), age: z.number().int() });
console.log(await model.withStructuredOutput(person).invoke('Describe Ada, who is 36.'));

// Another service is another provider, and the same code.
const europe = createClient({ provider: eugpt, transport: local.transport('eugpt') });
const answer = await new ChatColloquy({ model: 'auto', client: europe }).invoke('Say "Bonjour"');
console.log(answer.text, answer.response_metadata.request_id);

await local.close();
