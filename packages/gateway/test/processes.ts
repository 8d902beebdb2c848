import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** A script of this folder, run in a process of its own. */
export interface Started<T> {
  readonly child: ChildProcess;
  /** What it said when it was ready. */
  readonly ready: T;
  /** Says something to it, and resolves with its answer. */
  ask<A>(question: unknown): Promise<A>;
  /** Sends a signal, and resolves with how it ended. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts a script, and kills it when the test is over. */
export async function start<T>(script: string, env: Readonly<Record<string, string>> = {}): Promise<Started<T>> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), {
    execArgv: ['--conditions=@colloquy/source', '--no-warnings'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended`)));
  gone.catch(() => {});
  const [ready] = (await Promise.race([once(child, 'message'), gone])) as [T];
  return {
    child,
    ready,
    async ask<A>(question: unknown) {
      child.send(question as string);
      const [answer] = (await Promise.race([once(child, 'message'), gone])) as [A];
      return answer;
    },
    async end(signal) {
      const exit = once(child, 'exit');
      child.kill(signal);
      const [code, by] = (await exit) as [number | null, NodeJS.Signals | null];
      return { code, signal: by };
    },
  };
}
