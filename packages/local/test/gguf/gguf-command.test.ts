import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type GgufOptions, ggufEngine } from '../../src/gguf/index.ts';
import { runCommandLine, startCommand } from '../command-process.ts';
import { ask } from '../with-server.ts';
import { hasLlama, modelFolder } from './llama-here.ts';
import { writeTinyGguf } from './tiny-gguf.ts';

const at = await modelFolder();
const llama = await hasLlama();

describe.skipIf(!llama)('colloquy-local --gguf', () => {
  test('answers with the file, and stops with 0', async () => {
    const model = await writeTinyGguf(at('hello.gguf'), { says: ['Hello', ' there'] });
    const running = await startCommand('--port', '0', '--gguf', model, '--threads', '1');
    const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hi' }] };
    const { headers, json } = await ask(running, '/v1/chat/completions', { body });
    expect(headers.get('x-colloquy-engine')).toBe('hello');
    expect(json().choices[0].message.content).toBe('Hello there');
    expect(await running.stop()).toBe(0);
  });

  test('names a file that is not there, or no model, and exits with 1', async () => {
    const { code, out, err } = await runCommandLine('--port', '0', '--gguf', at('nowhere.gguf'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      `colloquy-local: ${at('nowhere.gguf')} cannot be loaded as a GGUF model: there is no such file.\n`,
    );
  });
});

describe.skipIf(!llama)('a file that is no model', () => {
  const refused = async (model: string, reason: RegExp) => {
    const error = await ggufEngine({ model, threads: 1 }).catch((refusal) => refusal);
    expect(error).toMatchObject({ code: 'configuration', param: 'model', message: expect.stringMatching(reason) });
    expect(error.message).toContain(model);
  };

  test('is named, with what is wrong with it', async () => {
    const whole = await readFile(await writeTinyGguf(at('whole.gguf')));
    await writeFile(at('text.gguf'), 'This is a poem.');
    await refused(at('text.gguf'), /Expected "GGUF"/);
    await writeFile(at('half.gguf'), whole.subarray(0, whole.length / 2));
    await refused(at('half.gguf'), /corrupted or incomplete/);
    await writeFile(at('other.gguf'), whole.toString('latin1').replace('llama', 'xxxxx'), 'latin1');
    await refused(at('other.gguf'), /unknown model architecture: 'xxxxx'/);
    await mkdir(at('folder.gguf'));
    await refused(at('folder.gguf'), /it is a folder/);
  });
});

test.each<[wrong: Partial<GgufOptions>, param: string]>([
  [{ model: '' }, 'model'],
  [{ threads: 0 }, 'threads'],
  [{ contextSize: 1.5 }, 'contextSize'],
  [{ parallel: -1 }, 'parallel'],
])('%j is refused', async (wrong, param) => {
  await expect(ggufEngine({ model: 'x.gguf', ...wrong })).rejects.toMatchObject({ code: 'configuration', param });
});

test('where the package is missing, the command says how to install it', async () => {
  const preload = fileURLToPath(new URL('without-llama.ts', import.meta.url));
  process.env['NODE_OPTIONS'] = `--import=${preload}`;
  try {
    const { code, err } = await runCommandLine('--port', '0', '--gguf', at('any.gguf'));
    expect(code).toBe(1);
    expect(err).toContain('npm install node-llama-cpp');
  } finally {
    delete process.env['NODE_OPTIONS'];
  }
});

test.each([
  [['--threads', '2'], '--threads needs --gguf'],
  [['--gguf', 'x', '--threads', 'all'], '--threads has to be a number'],
  [['--gguf', ''], '--gguf needs a value'],
])('%j is a flag error', async (args, message) => {
  const { code, err } = await runCommandLine(...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
