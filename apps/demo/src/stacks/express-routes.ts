import type { Client } from '@colloquy/core';
import { colloquy, colloquyErrorHandler, followJob, pipeChat, relayUpload } from '@colloquy/express';
import { clientLeft } from '@colloquy/gateway';
import { Router } from 'express';
import { readChatRequest } from '../requests/chat-request.ts';
import { readJobRequest } from '../requests/job-request.ts';
import { debuggingHeaders } from '../services/debugging-headers.ts';

/** Chat, files and fine-tuning in Express: a client on every request, and answers piped as they come. */
export function expressRoutes(client: Client, defaultModel: string): Router {
  const router = Router();
  router.use(colloquy(client));

  router.post('/chat', async (request, response) => {
    const { completions } = request.colloquy.chat;
    const asked = completions.stream(readChatRequest(request.body, defaultModel), { signal: clientLeft(response) });
    const { data: stream, headers } = await asked.withResponse();
    response.set(debuggingHeaders(headers));
    await pipeChat(stream, response);
  });

  router.post('/files', relayUpload({ client, purpose: 'fine-tune', validate: true }));

  router.post('/fine-tuning', async (request, response) => {
    response.json(await request.colloquy.fineTuning.jobs.create(readJobRequest(request.body, defaultModel)));
  });

  router.get('/fine-tuning/:id/events', followJob({ client }));

  router.use(colloquyErrorHandler());
  return router;
}
