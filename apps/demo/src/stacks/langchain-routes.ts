import { text } from 'node:stream/consumers';
import type { Client } from '@colloquy/core';
import { colloquyErrorHandler, followJob, pipeEvents } from '@colloquy/express';
import { clientLeft, dropRest, firstFile } from '@colloquy/gateway';
import { ChatColloquy, ColloquyToolkit } from '@colloquy/langchain';
import { Router } from 'express';
import { readChatRequest } from '../requests/chat-request.ts';
import { readJobRequest } from '../requests/job-request.ts';
import { CallJournal } from '../services/call-journal.ts';
import { debuggingHeaders } from '../services/debugging-headers.ts';
import { chatChunks } from './chat-chunks.ts';
import { langchainCall } from './langchain-call.ts';
import { toolResult } from './tool-result.ts';

/** A tool takes the whole file as text, so it is kept in memory while it passes. */
const MAX_BYTES = 32 * 1024 * 1024;

/** Chat, files and fine-tuning in LangChain: a chat model that streams, and a toolkit an agent could use as well. */
export function langchainRoutes(client: Client, defaultModel: string): Router {
  const router = Router();
  const [uploadFile] = new ColloquyToolkit({ client }).getTools().filter(({ name }) => name === 'upload_file');

  router.post('/chat', async (request, response) => {
    const { model, messages, options } = langchainCall(readChatRequest(request.body, defaultModel));
    const chat = new ChatColloquy({ model, client });
    const signal = clientLeft(response);
    const chunks = await CallJournal.hearing(
      ({ headers }) => response.set(debuggingHeaders(headers)),
      () => chat.stream(messages, { ...options, signal }),
    );
    await pipeEvents(chatChunks(chunks, model), response);
  });

  router.post('/files', async (request, response) => {
    try {
      const { filename, bytes } = await firstFile(request, { field: 'file', maxBytes: MAX_BYTES });
      const answer = await uploadFile?.invoke({ filename, content: await text(bytes), purpose: 'fine-tune' });
      const { status, body } = toolResult(String(answer));
      response.status(status).json(body);
    } finally {
      dropRest(request);
    }
  });

  router.post('/fine-tuning', async (request, response) => {
    // The toolkit's tool leaves the hyperparameters out, so that an agent cannot get them wrong; a form may set them.
    response.json(await client.fineTuning.jobs.create(readJobRequest(request.body, defaultModel)));
  });

  router.get('/fine-tuning/:id/events', followJob({ client }));

  router.use(colloquyErrorHandler());
  return router;
}
