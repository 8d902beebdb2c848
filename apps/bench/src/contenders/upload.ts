import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { clients } from '../clients.ts';

const LINE = `${JSON.stringify({
  messages: [
    { role: 'user', content: 'x'.repeat(200) },
    { role: 'assistant', content: 'y'.repeat(200) },
  ],
})}\n`;

async function fixture(megabytes: number): Promise<string> {
  const path = join(tmpdir(), `colloquy-bench-${megabytes}.jsonl`);
  await writeFile(path, Buffer.alloc(megabytes * 1024 * 1024, LINE));
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
            body: body(),
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
            // The file is cut at a whole megabyte, so its last line is not JSON.
            if (error.errorCount !== 1) throw error;
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
