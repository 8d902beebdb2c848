import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openai } from '@colloquy/core/providers';
import { Controller, Post } from '@nestjs/common';
import { expect, test } from 'vitest';
import { ColloquyModule, UploadedTo, UploadToColloquy } from '../src/index.ts';
import { PLATFORM_NAMES, startApp } from './support/platforms.ts';

@Controller()
class FilesController {
  @Post()
  @UploadToColloquy({ purpose: 'batch', maxBytes: 2 ** 31 })
  upload(@UploadedTo() file: object) {
    return file;
  }
}

// Sender and service have processes of their own, so that what is measured is the application alone.
const SERVICE = `
  const server = require('node:http').createServer((request, response) => {
    let bytes = 0;
    request.on('data', (part) => { bytes += part.length; });
    request.on('end', () => response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: 'file-1', object: 'file', bytes })));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;
const SENDER = `
  const [, url, size] = process.argv;
  const options = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } };
  const request = require('node:http').request(url, options, async (response) => {
    let text = '';
    for await (const part of response) text += part;
    console.log(text);
  });
  request.write('--x\\r\\nContent-Disposition: form-data; name="file"; filename="a"\\r\\n\\r\\n');
  const part = Buffer.alloc(256 * 1024, 'a');
  let left = Number(size);
  (function send() {
    while (left > 0) {
      left -= part.length;
      if (!request.write(part)) return request.once('drain', send);
    }
    request.end('\\r\\n--x--\\r\\n');
  })();
`;

function run(script: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, ['-e', script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function said(child: ChildProcess): Promise<string> {
  const [line] = (await once(child.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  return line.toString().trim();
}

const SIZE = 1024 * 1024 * 1024;

test.each(PLATFORM_NAMES)('on %s an upload of 1 GB takes less than 80 MB of memory', async (platform) => {
  const service = run(SERVICE);
  const baseURL = `http://127.0.0.1:${await said(service)}/v1`;
  await using running = await startApp(platform, {
    imports: [ColloquyModule.forRoot({ provider: openai, apiKey: 'sk-test', baseURL })],
    controllers: [FilesController],
  });
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 10);
  const file = JSON.parse(await said(run(SENDER, running.url, String(SIZE)))) as { bytes: number };
  clearInterval(watch);
  service.kill();
  expect(file.bytes).toBeGreaterThan(SIZE);
  expect(most - before).toBeLessThan(80_000_000);
});
