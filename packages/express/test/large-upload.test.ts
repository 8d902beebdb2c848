import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

const MIB = 1024 * 1024;

/** A gigabyte takes its time on a busy machine, so it is sent where it is asked for: `COLLOQUY_LARGE_UPLOADS=1`. */
const SIZE = (process.env['COLLOQUY_LARGE_UPLOADS'] === '1' ? 1024 : 192) * MIB;

/** The most that uploads may add to the memory of the process that passes them on. */
const MOST = 80 * MIB;

test.each([
  ['relayUpload', '/files'],
  ['colloquyRouter', '/v1/files'],
])(`${SIZE / MIB} MiB through %s take less than 80 MiB of memory`, async (_name, path) => {
  let arrived = 0;
  const sink = await listen((request, response) => {
    request.on('data', (bytes: Buffer) => {
      arrived += bytes.byteLength;
    });
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"file-1"}'));
  });
  const { child, url } = await startServer(`${sink.url}/v1`);
  // A process that has just started grows by its code and its young heap whatever it does; that is not the upload's.
  await send(`${url}${path}`, 64 * MIB);
  await ask(child, 'begin');
  arrived = 0;
  await send(`${url}${path}`, SIZE);
  expect(arrived).toBeGreaterThanOrEqual(SIZE);
  expect((await ask(child, 'report')).extra).toBeLessThan(MOST);
});

async function startServer(upstreamUrl: string): Promise<{ child: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('upload-server.ts', import.meta.url)), [upstreamUrl], {
    execArgv: ['--conditions=@colloquy/source', '--disable-warning=ExperimentalWarning'],
  });
  onTestFinished(async () => {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
  });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { child, url };
}

async function ask(child: ChildProcess, question: string): Promise<{ extra: number }> {
  const answer = once(child, 'message');
  child.send(question);
  return (await answer)[0];
}

/** Sends a form with a file of zeros, as slowly as it is taken. */
async function send(url: string, size: number): Promise<void> {
  const call = httpRequest(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  });
  const reply = once(call, 'response');
  call.write('--b\r\nContent-Disposition: form-data; name="file"; filename="zeros.bin"\r\n\r\n');
  const piece = Buffer.alloc(MIB / 4);
  for (let sent = 0; sent < size; sent += piece.byteLength) {
    if (!call.write(piece)) await once(call, 'drain');
  }
  call.end('\r\n--b--\r\n');
  const [message] = await reply;
  message.resume();
  expect(message.statusCode).toBe(200);
}
