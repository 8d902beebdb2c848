import express from 'express';
import { describe, expect, test } from 'vitest';
import { listen } from '../../test/listen.ts';
import { type RequireKeyOptions, requireKey } from './require-key.ts';

async function ask(keys: RequireKeyOptions['keys'], authorization?: string): Promise<Response> {
  const app = express();
  app.use(requireKey({ keys }));
  app.get('/', (_request, response) => void response.json({ ok: true }));
  const { url } = await listen(app);
  return fetch(url, authorization === undefined ? {} : { headers: { authorization } });
}

describe('requireKey', () => {
  test.each(['Bearer one', 'bearer two', 'Bearer  one'])('"%s" is let in', async (authorization) => {
    expect((await ask(['one', 'two'], authorization)).status).toBe(200);
  });

  test.each([undefined, '', 'Bearer', 'Bearer three', 'Basic one', 'one', 'Bearer one two'])(
    '"%s" is answered with 401',
    async (authorization) => {
      const reply = await ask(['one', 'two'], authorization);
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer');
      expect(await reply.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
    },
  );

  test('a function may know the keys, and one that fails lets nobody in', async () => {
    expect((await ask(async (key) => key === 'three', 'Bearer three')).status).toBe(200);
    expect((await ask(() => Promise.reject(new Error('down')), 'Bearer three')).status).toBe(500);
  });

  test.each([[[]], [['']]])('%j is no list of keys', (keys) => {
    expect(() => requireKey({ keys })).toThrow(expect.objectContaining({ code: 'configuration', param: 'keys' }));
  });
});
