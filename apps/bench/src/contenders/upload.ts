import { createReadStream, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Bench } from '../bench.ts';
import { clients } from '../clients.ts';

const UNITS = 100;

/** An example of 512 bytes, so that a megabyte of them ends where a line does. */
const LINE = `${JSON.stringify({
  messages: [
    { role: 'user', content: 'x'.repeat(200) },
    { role: 'assistant', content: 'y'.repeat(234) },
  ],
})}\n`;

/** A training file, there before anything is measured. */
async function fixture(): Promise<string> {
  const path = join(tmpdir(), `colloquy-bench-${process.pid}.jsonl`);
  process.on('exit', () => rmSync(path, { force: true }));
  const megabyte = Buffer.alloc(1024 * 1024, LINE);
  const file = await open(path, 'w');
  for (let written = 0; written < UNITS; written += 1) await file.write(megabyte);
  await file.close();
  return path;
}

/** A file from disk; one unit is a megabyte of it. */
export const upload: Bench = {
  name: 'upload',
  title: 'A megabyte of a file, uploaded',
  unit: 'MB',
  units: UNITS,
  floor: 'undici, by hand',
  contenders: {
    'undici, by hand': {
      prepare: async (url) => {
        const agent = await clients.undici();
        const path = await fixture();
        return async () => {
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
              'content-length': String(head.length + UNITS * 1024 * 1024 + tail.length),
            },
            body: Readable.from(body()),
          });
          await reply.body.json();
        };
      },
    },
    '@colloquy/core': {
      prepare: async (url) => {
        const path = await fixture();
        const client = await clients.colloquy(url);
        return async () => {
          await client.files.upload(path, { purpose: 'fine-tune' });
        };
      },
    },
    '@colloquy/core, validating': {
      prepare: async (url) => {
        const path = await fixture();
        const client = await clients.colloquy(url);
        return async () => {
          await client.files.upload(path, { purpose: 'fine-tune', validate: true });
        };
      },
    },
    openai: {
      prepare: async (url) => {
        const path = await fixture();
        const client = await clients.openai(url);
        return async () => {
          await client.files.create({ file: createReadStream(path), purpose: 'fine-tune' });
        };
      },
    },
  },
};
