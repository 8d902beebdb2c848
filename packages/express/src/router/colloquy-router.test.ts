import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { FRAMEWORKS } from '../../test/frameworks.ts';
import { listen } from '../../test/listen.ts';
import { colloquyRouter } from './colloquy-router.ts';

describe.each(FRAMEWORKS)('%s', (_name, framework) => {
  async function openAiOver(): Promise<OpenAI> {
    const local = createLocal();
    const client = createClient({ provider: openai, transport: local.transport('openai') });
    const app = framework();
    app.use('/some/prefix/v1', colloquyRouter({ client }));
    const { url } = await listen(app);
    return new OpenAI({ apiKey: 'nobody-asks', baseURL: `${url}/some/prefix/v1`, maxRetries: 0 });
  }

  test('openai@7 gets a chat completion', async () => {
    const ai = await openAiOver();
    const answer = await ai.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'Hello!' }],
    });
    expect(answer.object).toBe('chat.completion');
    expect(answer.choices[0]?.message.content).toMatch(/\w/);
  });

  test('openai@7 streams a chat completion to its end', async () => {
    const ai = await openAiOver();
    const stream = ai.chat.completions.stream({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'Hello!' }],
    });
    const final = await stream.finalChatCompletion();
    expect(final.choices[0]?.finish_reason).toBe('stop');
    expect(final.choices[0]?.message.content).toMatch(/\w/);
  });

  test('openai@7 gets and streams responses', async () => {
    const ai = await openAiOver();
    const whole = await ai.responses.create({ model: 'gpt-4o-mini', input: 'Hello!' });
    expect(whole.output_text).toMatch(/\w/);
    const streamed = await ai.responses.stream({ model: 'gpt-4o-mini', input: 'Hello!' }).finalResponse();
    expect(streamed.status).toBe('completed');
    expect(streamed.output_text).toMatch(/\w/);
  });

  test('openai@7 lists models and makes embeddings', async () => {
    const ai = await openAiOver();
    const ids = (await ai.models.list()).data.map(({ id }) => id);
    expect(ids).toContain('gpt-4o-mini');
    expect((await ai.models.retrieve('gpt-4o-mini')).id).toBe('gpt-4o-mini');
    const { data } = await ai.embeddings.create({ model: 'text-embedding-3-small', input: 'a cat' });
    expect(data[0]?.embedding.length).toBeGreaterThan(1);
  });

  test('openai@7 uploads a file, reads it back, and trains on it', async () => {
    const ai = await openAiOver();
    const lines = Array.from({ length: 12 }, (_, at) =>
      trainingLine(`What is fact ${at}?`, `Fact ${at} is ${at * 7}.`),
    );
    const content = `${lines.join('\n')}\n`;
    const file = await ai.files.create({ file: new File([content], 'facts.jsonl'), purpose: 'fine-tune' });
    expect(file).toMatchObject({ filename: 'facts.jsonl', purpose: 'fine-tune', bytes: content.length });
    expect(await (await ai.files.content(file.id)).text()).toBe(content);
    const job = await ai.fineTuning.jobs.create({ model: 'gpt-4o-mini', training_file: file.id });
    expect((await ai.fineTuning.jobs.retrieve(job.id)).id).toBe(job.id);
    expect((await ai.fineTuning.jobs.cancel(job.id)).status).toBe('cancelled');
    expect((await ai.fineTuning.jobs.listEvents(job.id)).data.length).toBeGreaterThan(0);
    expect(await ai.files.delete(file.id)).toMatchObject({ id: file.id, deleted: true });
  });
});

function trainingLine(question: string, answer: string): string {
  return JSON.stringify({
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ],
  });
}
