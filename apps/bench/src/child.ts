import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill();
});

/** A process of its own that does not outlive this one. Its garbage can be collected by hand; what it prints is not shown. */
export class Child {
  readonly #process: ChildProcess;
  readonly #what: string;

  constructor(file: string, args: readonly string[] = []) {
    this.#what = [file, ...args].join(' ');
    this.#process = fork(join(import.meta.dirname, file), args, {
      execArgv: ['--expose-gc'],
      env: { ...process.env, AI_SDK_LOG_WARNINGS: 'false' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.add(this.#process);
    this.#process.on('exit', () => children.delete(this.#process));
  }

  /** Its next message, after it was told `word`; rejects when it ends instead. */
  async answer<T>(word?: string): Promise<T> {
    const waiting = new AbortController();
    const { signal } = waiting;
    const ended = once(this.#process, 'exit', { signal }).then(([code]) => {
      throw new Error(`${this.#what} ended with ${code}`);
    });
    try {
      const message = once(this.#process, 'message', { signal });
      if (word !== undefined) this.#process.send(word);
      const [said] = await Promise.race([message, ended]);
      return said as T;
    } finally {
      ended.catch(() => undefined);
      waiting.abort();
    }
  }

  /** Lets it clean up; what does not end by itself is killed. */
  async end(): Promise<void> {
    if (!children.has(this.#process)) return;
    const exit = once(this.#process, 'exit');
    const impatient = setTimeout(() => this.#process.kill('SIGKILL'), 2000);
    if (this.#process.connected) this.#process.disconnect();
    await exit;
    clearTimeout(impatient);
  }
}
