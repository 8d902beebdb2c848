import { ColloquyError } from '@colloquy/core';
import type { Engine } from '../engine/engine.ts';
import { FlagError, type Flags, HELP, readFlags } from './flags.ts';
import { logTo } from './log-lines.ts';
import { probePort } from './probe-port.ts';

/** The project of the command's own token. */
const PROJECT = 'default';

/** Runs `colloquy-local` until it is stopped; resolves with the exit code: 0, 1 where it cannot run, 2 for bad flags. */
export async function runCommand(args: readonly string[]): Promise<number> {
  try {
    const flags = readFlags(args);
    if (flags.help) {
      process.stdout.write(HELP);
      return 0;
    }
    await serve(flags);
    return 0;
  } catch (error) {
    if (error instanceof FlagError) return complain(`${error.message}; see colloquy-local --help`, 2);
    if (ColloquyError.isInstance(error)) return complain(error.message, 1);
    return complain(String((error as Error)?.stack ?? error), 1);
  }
}

async function serve(flags: Flags): Promise<void> {
  const [{ createLocal }, { readTier }] = await Promise.all([import('../local.ts'), import('../limits/tiers.ts')]);
  const tier = readTier(flags.tier);
  // A port that is taken is found out before a data directory is made for nothing.
  await probePort(flags.host, flags.port);
  const stopped = stopSignal();
  const engine = await ownEngine(flags);
  const local = createLocal({
    ...(engine === undefined ? {} : { engine }),
    ...(flags.data === undefined ? {} : { dataDir: flags.data }),
    tier,
    log: logTo(flags.log),
  });
  try {
    const token = flags.token ?? (await local.tokens.create({ project: PROJECT, label: 'command' })).token;
    if (flags.token !== undefined) local.tokens.adopt(flags.token, PROJECT);
    const server = await local.listen({ port: flags.port, host: flags.host });
    const lines = [`listening on ${server.url}`, ...(flags.token === undefined ? [`token: ${token}`] : [])];
    process.stdout.write(`${lines.join('\n')}\n`);
    await stopped;
  } finally {
    await local.close();
  }
}

/** The user's own model, where one was given. */
async function ownEngine({ gguf, threads }: Flags): Promise<Engine | undefined> {
  if (gguf === undefined) return undefined;
  const { ggufEngine } = await import('../gguf/gguf-engine.ts');
  return ggufEngine({ model: gguf, ...(threads === undefined ? {} : { threads }) });
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
        process.once(signal, () => process.exit(1));
      });
    }
  });
}

function complain(message: string, code: number): number {
  process.stderr.write(`colloquy-local: ${message.trimEnd()}\n`);
  return code;
}
