import type { Client } from '@colloquy/core';
import { Router } from 'express';

const ACTIONS = ['cancel', 'pause', 'resume'] as const;

/** The jobs of one service: to list, to look at, and to steer. */
export function jobRoutes({ fineTuning: { jobs } }: Client): Router {
  const router = Router();
  router.get('/', async (_request, response) => {
    response.json({ data: (await jobs.list({ limit: 50 })).data });
  });
  router.get('/:id', async (request, response) => {
    response.json(await jobs.retrieve(request.params.id));
  });
  for (const action of ACTIONS) {
    router.post(`/:id/${action}`, async (request, response) => {
      response.json(await jobs[action](request.params.id));
    });
  }
  return router;
}
