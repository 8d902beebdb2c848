import { setImmediate as nextTurn } from 'node:timers/promises';
import { ColloquyError } from '@colloquy/core';
import type { Llama } from 'node-llama-cpp';

/** What `node-llama-cpp` exports. */
export type LlamaModule = typeof import('node-llama-cpp');

/** Loads the optional peer; throws `configuration` with the command that installs it. */
export async function importLlama(): Promise<LlamaModule> {
  try {
    return await import('node-llama-cpp');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const message = 'A GGUF model needs the package node-llama-cpp, which is not installed: npm install node-llama-cpp';
    throw new ColloquyError('configuration', message, { param: 'model', cause: error });
  }
}

let shared: Promise<Llama> | undefined;
const complaints: string[] = [];
/** More lines than a failing load writes. */
const COMPLAINTS = 50;

/**
 * llama.cpp on the CPU from a prebuilt binary: nothing is compiled, downloaded or printed.
 *
 * A process has one and keeps it: the library is loaded once, and letting one handle of it go silences the others.
 */
export function startLlama(module: LlamaModule): Promise<Llama> {
  shared ??= start(module).catch((error) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

/** Takes the errors that llama.cpp has logged since the last time: it throws none that says what is wrong. */
export async function takeComplaints(): Promise<string[]> {
  // What its threads have logged by now arrives in this turn of the loop, maybe after what they have failed at.
  await nextTurn();
  return complaints.splice(0);
}

async function start({ getLlama, LlamaLogLevel, NoBinaryFoundError }: LlamaModule): Promise<Llama> {
  try {
    return await getLlama({
      build: 'never',
      gpu: false,
      // Each context has its own number; this would bound them together.
      maxThreads: 0,
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      logger(_, line) {
        if (complaints.push(line) > COMPLAINTS) complaints.shift();
      },
    });
  } catch (error) {
    if (!(error instanceof NoBinaryFoundError)) throw error;
    const message = `node-llama-cpp has no binary for ${process.platform}-${process.arch}: npx node-llama-cpp source download builds one.`;
    throw new ColloquyError('configuration', message, { param: 'model', cause: error });
  }
}
