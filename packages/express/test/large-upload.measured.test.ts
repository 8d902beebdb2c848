import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from './listen.ts';

const MIB = 1024 * 1024;

const SIZE = 1024 * MIB;

/** The most that an upload may add to the memory of the process that passes it on, in bytes. */
const MOST = 80_000_000;

test.each([
  ['relayUpload', '/files'],
  ['colloquyRouter', '/v1/files'],
])(
  'a gigabyte through %s takes less than 80 MB of memory, in a process that has done nothing yet',
  async (_name, path) => {
    let arrived = 0;
    const sink = await listen((request, response) => {
      request.on('data', (bytes: Buffer) => {
        arrived += bytes.byteLength;
      });
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"file-1"}'));
    });
    const { child, url } = await startServer(`${sink.url}/v1`);
    await ask(child, 'begin');
    await send(`${url}${path}`, SIZE);
    expect(arrived).toBeGreaterThanOrEqual(SIZE);
    expect((await ask(child, 'report')).extra).toBeLessThan(MOST);
  },
);

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
