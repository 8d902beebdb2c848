import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';
import type { Comparison } from './bench.ts';

const COLLOQUY = `export { createClient } from '@colloquy/core'; export { eugpt } from '@colloquy/core/providers';`;
const ENTRIES: Readonly<Record<string, string>> = {
  'fetch, eventsource-parser': `export { createParser } from 'eventsource-parser';`,
  '@colloquy/core': COLLOQUY,
  // What a Node process loads at its first request, where no `fetch` is given.
  '@colloquy/core and undici': `${COLLOQUY} export { request } from 'undici';`,
  openai: `export { OpenAI } from 'openai';`,
  ai: `export { generateText, streamText } from 'ai'; export { createOpenAICompatible } from '@ai-sdk/openai-compatible';`,
};

/** What a page or a function loads to begin with: minified and gzipped, Node's own modules left out. */
export const bundleSize: Comparison = {
  name: 'bundle',
  title: 'Its code, minified and gzipped',
  unit: 'client',
  figure: 'KiB gz',
  floor: 'fetch, eventsource-parser',
  contenders: Object.keys(ENTRIES),
  rounds: 1,
  async start(contender) {
    return { round: async () => ({ cost: await bundled(ENTRIES[contender] ?? '') }), end: async () => undefined };
  },
};

/** KiB, gzipped, of what a bundle's entry loads at once. */
async function bundled(source: string): Promise<number> {
  const { output } = await build({
    input: 'virtual:entry',
    external: [/^node:/],
    write: false,
    logLevel: 'silent',
    platform: 'node',
    output: { minify: true },
    plugins: [
      {
        name: 'entry',
        resolveId: (id: string) => (id === 'virtual:entry' ? new URL('entry.js', import.meta.url).pathname : null),
        load: (id: string) => (id.endsWith('/entry.js') ? source : null),
      },
    ],
  });
  const chunks = new Map(output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk] as const] : [])));
  // What is imported dynamically is loaded by those who need it, later.
  const loaded = new Set([...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of loaded) for (const next of chunks.get(name)?.imports ?? []) if (chunks.has(next)) loaded.add(next);
  const code = [...loaded].map((name) => chunks.get(name)?.code ?? '').join('');
  return gzipSync(code).length / 1024;
}
