import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitedForCore } from './waited-for-core.ts';

const BIN = fileURLToPath(new URL('../src/bin.ts', import.meta.url));

/** A running `colloquy-local`. */
export interface CommandProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** The token it printed; empty where one was given. */
  readonly token: string;
  /** Milliseconds from the spawn to the listening line, without those that it waited for a core. */
  readonly startMs: number;
  /** Kills it without a chance to clean up, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>;
}

function spawnCommand(args: readonly string[]): ChildProcess {
  const flags = ['--conditions=@colloquy/source', '--no-warnings', BIN, ...args];
  return spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts the command and waits until it listens. */
export async function startCommand(...args: string[]): Promise<CommandProcess> {
  const started = performance.now();
  const child = spawnCommand(args);
  const given = args.includes('--token');
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines: string[] = [];
  let startMs = 0;
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (lines.length === 0) startMs = performance.now() - started - waitedForCore(child.pid as number);
    lines.push(line);
    if (lines.length === (given ? 1 : 2)) break;
  }
  const [listening = '', token = ''] = lines;
  if (!listening.startsWith('listening on ')) throw new Error(`colloquy-local did not start: ${errors}`);
  return {
    child,
    url: listening.slice('listening on '.length),
    token: token.slice('token: '.length),
    startMs,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    stop() {
      child.kill('SIGTERM');
      return gone;
    },
  };
}

/** Runs the command to its end. */
export async function runCommandLine(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawnCommand(args);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}
