import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Comparison } from './bench.ts';

const run = promisify(execFile);

const IMPORTS: Readonly<Record<string, readonly string[]>> = {
  undici: ['undici'],
  '@colloquy/core': ['@colloquy/core', '@colloquy/core/providers'],
  // What the first request over HTTP loads as well.
  '@colloquy/core and undici': ['@colloquy/core', '@colloquy/core/providers', 'undici'],
  openai: ['openai'],
  ai: ['ai', '@ai-sdk/openai-compatible'],
  '@langchain/openai': ['@langchain/openai'],
};

/** What importing a package costs a fresh process, above starting Node. */
export const coldStart: Comparison = {
  name: 'import',
  title: 'Importing it',
  unit: 'import',
  figure: 'CPU ms',
  floor: 'undici',
  contenders: Object.keys(IMPORTS),
  async start(contender) {
    const imports = IMPORTS[contender]?.map((name) => `await import('${name}');`).join('');
    const script = `const before = process.cpuUsage(); ${imports}
      const { user, system } = process.cpuUsage(before);
      const { peakMemory } = await import('./peak-memory.ts');
      console.log(JSON.stringify({ cost: (user + system) / 1000, rss: peakMemory() }));`;
    const round = async () => {
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: import.meta.dirname,
        env: { ...process.env, AI_SDK_LOG_WARNINGS: 'false' },
      });
      return JSON.parse(stdout);
    };
    return { round, end: async () => undefined };
  },
};
