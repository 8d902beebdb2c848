import { createHash } from 'node:crypto';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { colloquyRouter } from '../src/router/colloquy-router.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { listen } from './listen.ts';

test.each(FRAMEWORKS)('on %s openai@7 uploads 64 MB and gets the same bytes back', async (_name, framework) => {
  const client = createClient({ provider: openai, transport: createLocal().transport('openai') });
  const app = framework();
  app.use('/v1', colloquyRouter({ client }));
  const { url } = await listen(app);
  const ai = new OpenAI({ apiKey: 'nobody-asks', baseURL: `${url}/v1`, maxRetries: 0 });
  const content = Buffer.alloc(64_000_000, 'Every byte counts. ');
  const file = await ai.files.create({ file: new File([content], 'big.txt'), purpose: 'user_data' });
  expect(file.bytes).toBe(content.byteLength);
  const back = Buffer.from(await (await ai.files.content(file.id)).arrayBuffer());
  expect(sha(back)).toBe(sha(content));
});

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
