import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine, startCommand } from './command-process.ts';
import { ask } from './with-server.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'colloquy-command-'));
});
afterAll(() => rm(directory, { recursive: true }));

describe('colloquy-local', () => {
  test('prints where it listens and a token that works, and stops with 0', async () => {
    const running = await startCommand('--port', '0');
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask(running, '/v1/models')).status).toBe(200);
    expect((await ask(running, '/jrc/v1/models')).status).toBe(200);
    expect(await running.stop()).toBe(0);
  });

  test('takes any token, and neither prints nor keeps it in clear', async () => {
    const data = join(directory, 'kept');
    const token = 'a-token-of-my-own_+=/42';
    const running = await startCommand('--port', '0', '--token', token, '--data', data, '--log', 'json');
    let log = '';
    running.child.stderr?.on('data', (chunk) => {
      log += chunk;
    });
    expect((await ask({ ...running, token }, '/v1/models')).status).toBe(200);
    expect((await ask({ ...running, token: 'another' }, '/v1/models')).status).toBe(401);
    expect(await running.stop()).toBe(0);
    const [line] = log.split('\n');
    expect(JSON.parse(line as string)).toMatchObject({ event: 'request', message: 'GET /v1/models', status: 200 });
    expect(log).not.toContain(token);
    for (const name of await readdir(data)) {
      if (name.includes('.db')) expect((await readFile(join(data, name))).includes(token)).toBe(false);
    }
  });

  test('--tier limits, --help explains', async () => {
    const running = await startCommand('--port', '0', '--tier', 'free-trial');
    const { headers } = await ask(running, '/v1/models');
    expect(headers.get('x-ratelimit-limit-requests')).toBe('20');
    await running.stop();
    const { code, out } = await runCommandLine('--help');
    expect(code).toBe(0);
    for (const flag of ['--port', '--data', '--token', '--tier', '--log']) expect(out).toContain(flag);
  });

  test('says in one line what is wrong, exits with another code than 0, and leaves nothing behind', async () => {
    const occupied = createServer();
    await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
    const { port } = occupied.address() as { port: number };
    const file = join(directory, 'a-file');
    await writeFile(file, '');
    const fresh = join(directory, 'fresh');
    const cases: [string[], RegExp][] = [
      [['--port', String(port), '--data', fresh], /the port is taken/],
      [['--prot', '1'], /--prot/],
      [['--port', 'x', '--data', fresh], /--port has to be a number/],
      [['--tier', 'gold', '--data', fresh], /free-trial, payg-48h, payg, none/],
      [['--port', '0', '--data', join(file, 'below')], /data directory .* cannot be used/],
    ];
    for (const [args, words] of cases) {
      const { code, out, err } = await runCommandLine(...args);
      expect([code === 0, out]).toEqual([false, '']);
      expect(err.trim().split('\n')).toHaveLength(1);
      expect(err).toMatch(words);
    }
    expect(existsSync(fresh)).toBe(false);
    await new Promise((resolve) => occupied.close(resolve));
  });
});
