import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts a Redis of this process, which ends with it; resolves to the path of its socket. */
export async function redisServer(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'colloquy-bench-'));
  const socket = join(folder, 'redis.sock');
  const args = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', '', '--appendonly', 'no'];
  const redis = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  process.on('exit', () => redis.kill());
  for await (const line of createInterface({ input: redis.stdout })) {
    if (line.includes('eady to accept connections')) break;
  }
  redis.stdout.resume();
  return socket;
}
