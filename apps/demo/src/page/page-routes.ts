import { join } from 'node:path';
import { colloquyErrorHandler, relayFile } from '@colloquy/express';
import express, { Router } from 'express';
import { chooseProvider } from '../requests/choose-provider.ts';
import { hasFineTuning } from '../services/demo-provider.ts';
import type { DemoServices } from '../services/demo-services.ts';
import { jobRoutes } from './job-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** Models that are listed with the others and hold no conversation. */
const NO_CHAT = /embedding|moderation|whisper|tts|dall-e|image|realtime|transcribe/;

const SAMPLES = join(import.meta.dirname, '../../data');

/** What the page needs beside the three stacks: the menus, the lists, the tokens, and the files to try it with. */
export function pageRoutes(services: DemoServices): Router {
  const router = Router();
  const clients = services.clients('page');

  router.get('/api/providers', (_request, response) => {
    const data = clients.map(({ id, label, offline, defaultModel, client }) => ({
      id,
      label,
      offline,
      defaultModel,
      files: client.provider.endpoints.includes('files'),
      fineTuning: hasFineTuning(client),
    }));
    response.json({ data });
  });
  router.get('/api/last-calls', (_request, response) => {
    response.json(services.journal);
  });
  router.use('/api', tokenRoutes(services.gateway));

  router.use('/api', express.json(), chooseProvider(clients.map(({ id }) => id)));
  for (const { id, client } of clients) {
    router.get(`/api/${id}/models`, async (_request, response) => {
      const data: string[] = [];
      if (!client.provider.endpoints.includes('models')) return void response.json({ data });
      for await (const { id: model } of client.models.list()) if (!NO_CHAT.test(model)) data.push(model);
      response.json({ data });
    });
    router.get(`/api/${id}/files`, async (_request, response) => {
      response.json({ data: (await client.files.list({ limit: 100 })).data });
    });
    router.get(`/api/${id}/files/:id/content`, relayFile({ client }));
    router.delete(`/api/${id}/files/:id`, async (request, response) => {
      response.json(await client.files.delete(request.params.id));
    });
    router.use(`/api/${id}/jobs`, jobRoutes(client));
  }
  router.use('/samples', express.static(SAMPLES, { setHeaders: (response) => response.attachment() }));
  router.use('/api', colloquyErrorHandler());
  return router;
}
