import { gzipSync } from 'node:zlib';
import { build } from 'rolldown';

const ENTRIES = {
  '@colloquy/core + one provider': `export { createClient } from '@colloquy/core'; export { eugpt } from '@colloquy/core/providers';`,
  openai: `export { OpenAI } from 'openai';`,
};

/** What a page or a function would load: minified and gzipped, undici and Node's own modules left out. */
export async function bundleSizes(): Promise<{ contender: string; figures: Record<string, number>; ratio: number }[]> {
  const sizes: { contender: string; kib: number }[] = [];
  for (const [contender, source] of Object.entries(ENTRIES)) {
    const { output } = await build({
      input: 'virtual:entry',
      external: [/^node:/, 'undici'],
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
    const chunks = new Map(
      output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk] as const] : [])),
    );
    const first = [...chunks.values()].filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName);
    // What is imported dynamically is loaded by those who need it, later.
    const loaded = new Set(first);
    for (const name of loaded)
      for (const next of chunks.get(name)?.imports ?? []) if (chunks.has(next)) loaded.add(next);
    const code = [...loaded].map((name) => chunks.get(name)?.code ?? '').join('');
    sizes.push({ contender, kib: gzipSync(code).length / 1024 });
  }
  const floor = sizes[0]?.kib ?? 1;
  return sizes.map(({ contender, kib }) => ({ contender, figures: { 'KiB gz': kib }, ratio: kib / floor }));
}
