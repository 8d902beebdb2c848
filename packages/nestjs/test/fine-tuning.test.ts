import type { Client } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { describe, expect, test } from 'vitest';
import { ColloquyModule, ColloquyStream, InjectColloquy, UploadedTo, UploadToColloquy } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';
import { readEvents } from './support/read-events.ts';

@Controller('fine-tuning')
class FineTuningController {
  readonly #client: Client;

  constructor(@InjectColloquy() client: Client) {
    this.#client = client;
  }

  @Post('files')
  @UploadToColloquy({ purpose: 'fine-tune', validate: true })
  upload(@UploadedTo() file: { id: string }) {
    return file;
  }

  @Post()
  create(@Body() { training_file }: { training_file: string }) {
    return this.#client.fineTuning.jobs.create({ training_file, model: 'gpt-4o-mini' });
  }

  @Get(':id/events')
  @ColloquyStream()
  follow(@Param('id') id: string) {
    return this.#client.fineTuning.jobs.watch(id);
  }
}

const DATASET = Array.from({ length: 12 }, (_, i) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: `What is the code word of door ${i}?` },
      { role: 'assistant', content: `The code word of door ${i} is marble-${i}.` },
    ],
  }),
).join('\n');

test.each(PLATFORM_NAMES)(
  'on %s a file is uploaded, a job started, and its events followed to the end',
  async (platform) => {
    const local = createLocal();
    await using running = await startApp(platform, {
      imports: [ColloquyModule.forRoot({ provider: openai, transport: local.transport() })],
      controllers: [FineTuningController],
    });
    const form = new FormData();
    form.set('file', new Blob([DATASET]), 'doors.jsonl');
    const uploaded = await fetch(`${running.url}/fine-tuning/files`, { method: 'POST', body: form });
    const file = (await uploaded.json()) as { id: string; purpose: string };
    expect(file.purpose).toBe('fine-tune');
    const created = await fetch(`${running.url}/fine-tuning`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ training_file: file.id }),
    });
    const job = (await created.json()) as { id: string };
    const response = await fetch(`${running.url}/fine-tuning/${job.id}/events`);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = await readEvents(response);
    expect(events.pop()).toBe('[DONE]');
    const messages = events.map((data) => (JSON.parse(data) as { message: string }).message);
    expect(messages.filter((message) => message.includes('successfully completed'))).toHaveLength(1);
    await local.close();
  },
);

describe.each(PLATFORM_NAMES)('on %s', (platform) => {
  test('following a job that is not there is answered with its status', async () => {
    const local = createLocal();
    await using running = await startApp(platform, {
      imports: [ColloquyModule.forRoot({ provider: openai, transport: local.transport(), registerFilter: true })],
      controllers: [FineTuningController],
    });
    const response = await fetch(`${running.url}/fine-tuning/ftjob-none/events`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    await local.close();
  });
});
