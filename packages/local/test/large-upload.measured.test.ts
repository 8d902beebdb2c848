import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CommandProcess, startCommand } from './command-process.ts';
import { ask, type Json } from './with-server.ts';

const MIB = 1024 * 1024;
const LIMIT = 512 * MIB;
const BLOCK = Buffer.alloc(MIB, 'colloquy');
const BEFORE =
  '--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nuser_data\r\n' +
  '--b\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n';
const AFTER = '\r\n--b--\r\n';

let directory: string;
let running: CommandProcess;
let server: { url: string; token: string };
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-large-'));
  running = await startCommand('--port', '0', '--token', 'large', '--data', directory, '--log', 'none');
  server = { url: running.url, token: 'large' };
  // What is loaded once for all, such as the tokenizer, is not counted.
  const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Hello!' }] };
  await ask(server, '/v1/chat/completions', { body });
  await upload(MIB, { 'content-length': String(BEFORE.length + MIB + AFTER.length) });
});
afterAll(async () => {
  await running.stop();
  await rm(directory, { recursive: true });
});

function begin(headers: Record<string, string>): ClientRequest {
  return request(`${running.url}/v1/files`, {
    method: 'POST',
    headers: { authorization: 'Bearer large', 'content-type': 'multipart/form-data; boundary=b', ...headers },
  });
}

/** Sends a form with a file of so many bytes, in chunks unless a length is given. */
async function upload(bytes: number, headers: Record<string, string> = {}): Promise<{ status: number; body: Json }> {
  const asked = begin(headers);
  const answered = once(asked, 'response') as Promise<[IncomingMessage]>;
  let over = false;
  // A server that refuses in the middle may close before everything was sent; its answer is what counts.
  asked.on('error', () => {});
  void answered.then(() => {
    over = true;
    asked.emit('drain');
  });
  asked.write(BEFORE);
  for (let left = bytes; left > 0 && !over; left -= MIB) {
    if (!asked.write(left < MIB ? BLOCK.subarray(0, left) : BLOCK)) await once(asked, 'drain');
  }
  asked.end(AFTER);
  const [response] = await answered;
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode as number, body: JSON.parse(text) };
}

/** The most memory the server ever had, in MiB; Linux only. */
function peakMemory(): number {
  const status = readFileSync(`/proc/${running.child.pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

const incoming = () => readdir(join(directory, 'incoming'));
const files = async () => (await ask(server, '/v1/files')).json().data.length;

describe('S16: a file', () => {
  test('of 512 MiB is taken, one byte more sent in chunks is a 413, and neither is held in memory', {
    timeout: 120_000,
  }, async () => {
    const before = peakMemory();
    const taken = await upload(LIMIT, { 'content-length': String(BEFORE.length + LIMIT + AFTER.length) });
    expect(taken).toMatchObject({ status: 200, body: { bytes: LIMIT } });
    const refused = await upload(LIMIT + 1);
    expect(refused).toMatchObject({ status: 413, body: { error: { code: 'request_too_large', param: 'file' } } });
    expect(peakMemory() - before).toBeLessThan(64);
    expect(await incoming()).toEqual([]);
    expect((await ask(server, `/v1/files/${taken.body.id}`, { method: 'DELETE' })).status).toBe(200);
  });

  test('of no bytes is a 400', async () => {
    expect(await upload(0)).toMatchObject({ status: 400, body: { error: { code: 'empty_file', param: 'file' } } });
    expect(await incoming()).toEqual([]);
  });

  test('that is shorter than announced, or given up in the middle, leaves nothing', async () => {
    const known = await files();
    for (const leave of ['end', 'destroy'] as const) {
      const asked = begin({ 'content-length': String(BEFORE.length + 4 * MIB) });
      asked.on('error', () => {});
      asked.write(BEFORE);
      await new Promise((resolve) => asked.write(BLOCK, resolve));
      // The server has begun to write when there is a file; only then is it left.
      while ((await incoming()).length === 0);
      const closed = new Promise((resolve) => asked.once('close', resolve));
      if (leave === 'end') asked.socket?.end();
      else asked.destroy();
      await closed;
      while ((await incoming()).length > 0);
    }
    expect(await files()).toBe(known);
  });

  test('that is longer than announced is no form', async () => {
    const known = await files();
    const { status, body } = await upload(MIB, { 'content-length': String(BEFORE.length + MIB / 2) });
    expect([status, body.error.type]).toEqual([400, 'invalid_request_error']);
    expect(await files()).toBe(known);
    // What is too much may be refused as no HTTP, before the form has noticed.
    await expect.poll(incoming).toEqual([]);
  });
});
