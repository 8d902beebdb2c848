import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';

const MAIN = join(import.meta.dirname, '../dist/main.js');

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(port: string) {
  const child = spawn(process.execPath, [MAIN], { env: { PATH: process.env['PATH'], PORT: port }, stdio: 'pipe' });
  children.push(child);
  return child;
}

test('a taken port is one clear line, and the process ends with a failure', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  const child = run(String(port));
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).toContain(`Port ${port} is taken`);
  holder.close();
});

test('a port that is none is one clear line', async () => {
  const child = run('eighty');
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(1);
  expect(said).toBe('PORT is "eighty"; set it to a number from 1 to 65535.\n');
});

test('the built demo says where it is, serves its page, and stops when it is asked to', async () => {
  const child = run('0');
  let said = '';
  for await (const piece of child.stdout) {
    said += piece;
    if (said.includes('\n')) break;
  }
  const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
  const page = await fetch(String(url));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Colloquy</title>');
  // A stream that is still open must not keep it alive.
  const chat = { method: 'POST', body: JSON.stringify({ prompt: 'Write 400 words about the sea.' }) };
  expect((await fetch(`${url}/express/chat`, chat)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
