import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROUNDS = 7;

const MODULES = ['@colloquy/core', 'openai', 'ai', '@langchain/openai'] as const;

/** What importing a package costs a fresh process, above starting Node: milliseconds and memory. */
export async function coldStart(): Promise<{ contender: string; figures: Record<string, number>; ratio: number }[]> {
  const results: { contender: string; figures: Record<string, number>; ratio: number }[] = [];
  for (const module of MODULES) {
    const times: number[] = [];
    const sizes: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const script = `const m = process.memoryUsage().rss, t = performance.now(); await import('${module}');
        console.log(JSON.stringify([performance.now() - t, (process.memoryUsage().rss - m) / 1024]));`;
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: import.meta.dirname,
        env: { ...process.env, AI_SDK_LOG_WARNINGS: 'false' },
      });
      const [ms, kib] = JSON.parse(stdout) as [number, number];
      times.push(ms);
      sizes.push(kib);
    }
    const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
    results.push({ contender: module, figures: { ms: middle(times), KiB: middle(sizes) }, ratio: 0 });
  }
  const openai = results.find(({ contender }) => contender === 'openai')?.figures['ms'] ?? 1;
  return results.map((row) => ({ ...row, ratio: (row.figures['ms'] as number) / openai }));
}
