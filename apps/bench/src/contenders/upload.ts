import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Bench } from '../bench.ts';
import { clients } from '../clients.ts';

const LINE = `${JSON.stringify({
  messages: [
    { role: 'user', content: 'x'.repeat(200) },
    { role: 'assistant', content: 'y'.repeat(200) },
  ],
})}\n`;

async function fixture(megabytes: number): Promise<string> {
  const path = join(tmpdir(), `colloquy-bench-${process.pid}-${megabytes}.jsonl`);
  const megabyte = Buffer.alloc(1024 * 1024, LINE);
  const file = await open(path, 'w');
  for (let written = 0; written < megabytes; written += 1) await file.write(megabyte);
  await file.close();
  return path;
}

/** A file from disk; one unit is a megabyte of it. */
export const upload: Bench = {
  name: 'upload',
  unit: 'MB',
  warmup: 2,
  units: 100,
  floor: 'undici, by hand',
  measure: 'cpu+rss',
  contenders: {
    'undici, by hand': {
      prepare: async (url) => {
        const agent = clients.undici();
        return async (units) => {
          const path = await fixture(units);
          const head =
            '--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nfine-tune\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n';
          const tail = '\r\n--b--\r\n';
          const body = async function* () {
            yield Buffer.from(head);
            yield* createReadStream(path, { highWaterMark: 256 * 1024 });
            yield Buffer.from(tail);
          };
          const reply = await agent.request({
            origin: new URL(url).origin,
            path: '/v1/files',
            method: 'POST',
            headers: {
              'content-type': 'multipart/form-data; boundary=b',
              'content-length': String(head.length + units * 1024 * 1024 + tail.length),
            },
            body: Readable.from(body()),
          });
          await reply.body.json();
        };
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const client = clients.colloquy(url);
        return async (units) => {
          await client.files.upload(await fixture(units), { purpose: 'fine-tune' });
        };
      },
    },
    '@colloquy/core, validating': {
      prepare: async (url) => {
        const client = clients.colloquy(url);
        return async (units) => {
          await client.files.upload(await fixture(units), { purpose: 'fine-tune', validate: true }).catch((error) => {
            // Each megabyte is cut where it ends, so some lines are not JSON.
            if (error.code !== 'invalid_request') throw error;
          });
        };
      },
    },
    openai: {
      prepare: async (url) => {
        const client = clients.openai(url);
        return async (units) => {
          await client.files.create({ file: createReadStream(await fixture(units)), purpose: 'fine-tune' });
        };
      },
    },
  },
};
