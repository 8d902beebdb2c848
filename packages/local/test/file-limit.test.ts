import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Json, type Served, serve } from './with-server.ts';

const LIMIT = 1_000_000;
let directory: string;
let served: Served;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-limit-'));
  served = await serve({ dataDir: directory, maxFileBytes: LIMIT });
});
afterAll(async () => {
  await served.close();
  await rm(directory, { recursive: true });
});

/** Sends a form in chunks, with no length said beforehand. */
function upload(bytes: number): Promise<{ status: number; body: Json }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${served.token}`, 'content-type': 'multipart/form-data; boundary=b' };
    const asked = request(`${served.url}/v1/files`, { method: 'POST', headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode as number, body: JSON.parse(text) });
    });
    asked.on('error', reject);
    asked.write('--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nuser_data\r\n');
    asked.write('--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n');
    for (let left = bytes; left > 0; left -= 60_000) asked.write(Buffer.alloc(Math.min(left, 60_000)));
    asked.end('\r\n--b--\r\n');
  });
}

test('a file of the limit is taken, one byte more is a 413 that leaves nothing behind', async () => {
  expect(await upload(LIMIT)).toMatchObject({ status: 200, body: { bytes: LIMIT } });
  const refused = await upload(LIMIT + 1);
  expect(refused).toMatchObject({ status: 413, body: { error: { code: 'request_too_large', param: 'file' } } });
  expect(await readdir(join(directory, 'incoming'))).toEqual([]);
  expect(await readdir(join(directory, 'blobs'))).toHaveLength(1);
});
