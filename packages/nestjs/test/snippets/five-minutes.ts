import type { Client, FileObject } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import {
  ColloquyExceptionFilter,
  ColloquyModule,
  ColloquyStream,
  InjectColloquy,
  UploadedTo,
  UploadToColloquy,
} from '@colloquy/nestjs';
import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

@Controller()
class AssistantController {
  constructor(@InjectColloquy() readonly client: Client) {}

  // Tokens as they come, as server-sent events; the generation ends when the tab is closed.
  @Post('chat')
  @ColloquyStream()
  chat(@Body() { prompt }: { prompt: string }) {
    const messages = [{ role: 'user' as const, content: prompt }];
    return this.client.chat.completions.create({ model: 'gpt-4o-mini', messages, stream: true });
  }

  // A file of any size in constant memory; a dataset that cannot be trained on is refused with its lines.
  @Post('files')
  @UploadToColloquy({ purpose: 'fine-tune', validate: true })
  upload(@UploadedTo() file: FileObject) {
    return this.client.fineTuning.jobs.create({ model: 'gpt-4o-mini', training_file: file.id });
  }

  // A fine-tuning job, event by event until it is over.
  @Get('jobs/:id/events')
  @ColloquyStream()
  follow(@Param('id') id: string) {
    return this.client.fineTuning.jobs.watch(id);
  }
}

@Module({
  imports: [ColloquyModule.forRoot({ provider: openai, transport: createLocal().transport() })],
  controllers: [AssistantController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['error'] });
app.useGlobalFilters(new ColloquyExceptionFilter());
await app.listen(0, '127.0.0.1');

const reply = await fetch(`${await app.getUrl()}/chat`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ prompt: 'Hello!' }),
});
console.log(await reply.text()); // data: {"id":"chatcmpl-…","object":"chat.completion.chunk",… and in the end data: [DONE]

// Open streams may finish within the grace time.
await app.close();
