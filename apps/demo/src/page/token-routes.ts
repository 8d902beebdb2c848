import { type Gateway, refusal } from '@colloquy/gateway';
import express, { Router } from 'express';
import { fieldsOf } from '../requests/chat-request.ts';

/** Tokens of the gateway, and what a project has left of its day. */
export function tokenRoutes({ tokens, quota }: Gateway): Router {
  const router = Router();

  router.get('/tokens', async (_request, response) => {
    const live = (await tokens.list()).filter(
      ({ revokedAt, expiresAt }) => revokedAt === null && expiresAt > new Date(),
    );
    response.json({ data: live });
  });

  router.post('/tokens', express.json(), async (request, response) => {
    const { project, label, expiresAt, format } = fieldsOf(request.body) as Record<string, string>;
    const order = {
      project: project ?? '',
      label: label || null,
      format: format === 'opaque' ? format : 'jwt',
    } as const;
    response
      .status(201)
      .json(await tokens.create({ ...order, ...(expiresAt ? { expiresAt: new Date(expiresAt) } : {}) }));
  });

  router.delete('/tokens/:id', async (request, response) => {
    const { id } = request.params;
    if (!(await tokens.revoke(id))) throw refusal(404, 'There is no such token; it may have been revoked already.');
    response.json({ id, revoked: true });
  });

  router.get('/quota', async (request, response) => {
    const project = String(request.query['project'] ?? '');
    if (project === '') throw refusal(400, 'Name a project.', { param: 'project' });
    const { tokens_per_day: day } = await quota({ project, token: 'page' });
    response.json({ project, limit: day?.limit ?? 0, used: day?.used ?? 0, remaining: day?.remaining ?? 0 });
  });

  return router;
}
