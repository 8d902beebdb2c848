import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { waitedForCore } from './waited-for-core.ts';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The command as it stands in the sources, which needs no build. */
const SOURCE = ['--conditions=@colloquy/source', '--no-warnings', path('../src/bin.ts')];
/** The command as it is published. */
const BUILT = [path('../dist/bin.js')];

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

function spawnCommand(args: readonly string[], command = SOURCE): ChildProcess {
  return spawn(process.execPath, [...command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Starts the command and waits until it listens. */
export const startCommand = (...args: string[]) => start(args, SOURCE);

/** The same with the command that is published; `npm test` builds it first. */
export const startBuilt = (...args: string[]) => start(args, BUILT);

async function start(args: string[], command: string[]): Promise<CommandProcess> {
  const started = performance.now();
  const child = spawnCommand(args, command);
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
