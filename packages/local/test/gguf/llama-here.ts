import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { importLlama, startLlama } from '../../src/gguf/start-llama.ts';

/** Whether llama.cpp runs on this platform; says why where it does not. */
export async function hasLlama(): Promise<boolean> {
  try {
    await startLlama(await importLlama());
    return true;
  } catch (error) {
    const { message } = error as Error;
    if (!message.includes('has no binary for')) throw error;
    console.log(`skipped: ${message}`);
    return false;
  }
}

/** A folder for a test file's models, gone when it has ended. */
export async function modelFolder(): Promise<(name: string) => string> {
  const folder = await mkdtemp(join(tmpdir(), 'colloquy-gguf-'));
  afterAll(() => rm(folder, { recursive: true }));
  return (name) => join(folder, name);
}
