import type { ChatStream, Client } from '@colloquy/core';
import {
  ClientSignal,
  ColloquyExceptionFilter,
  ColloquyStream,
  InjectColloquy,
  UploadedTo,
  UploadToColloquy,
} from '@colloquy/nestjs';
import { Body, Controller, Get, HttpCode, Param, Post, Res, type Type, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { readChatRequest } from '../requests/chat-request.ts';
import { readJobRequest } from '../requests/job-request.ts';
import { debuggingHeaders } from '../services/debugging-headers.ts';

/** Chat, files and fine-tuning in NestJS, over the client of one name: each handler says what it gives, decorators send it. */
export function nestController(name: string, defaultModel: string): Type {
  @Controller(`nest/${name}`)
  @UseFilters(new ColloquyExceptionFilter())
  class ColloquyController {
    constructor(@InjectColloquy(name) private readonly client: Client) {}

    @Post('chat')
    @ColloquyStream()
    async chat(
      @Body() body: unknown,
      @ClientSignal() signal: AbortSignal,
      @Res({ passthrough: true }) response: Response,
    ): Promise<ChatStream> {
      const asked = this.client.chat.completions.stream(readChatRequest(body, defaultModel), { signal });
      const { data: stream, headers } = await asked.withResponse();
      response.set(debuggingHeaders(headers));
      return stream;
    }

    @Post('files')
    @HttpCode(200)
    @UploadToColloquy({ client: name, purpose: 'fine-tune', validate: true })
    upload(@UploadedTo() file: object) {
      return file;
    }

    @Post('fine-tuning')
    @HttpCode(200)
    create(@Body() body: unknown) {
      return this.client.fineTuning.jobs.create(readJobRequest(body, defaultModel));
    }

    @Get('fine-tuning/:id/events')
    @ColloquyStream()
    async events(@Param('id') id: string, @ClientSignal() signal: AbortSignal) {
      // A job that there is not is still answered with a 404 here.
      await this.client.fineTuning.jobs.retrieve(id, { signal });
      return this.client.fineTuning.jobs.watch(id, { signal });
    }
  }
  return ColloquyController;
}
