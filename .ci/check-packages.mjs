// Packs every public package as it would be published, looks at each tarball, and installs them all as a stranger would.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWith } from './packages/install.mjs';
import { lint } from './packages/lint.mjs';
import { packAll } from './packages/pack.mjs';
import { runSnippets } from './packages/run-snippets.mjs';
import { serveRegistry } from './packages/serve-registry.mjs';

const folder = mkdtempSync(join(tmpdir(), 'colloquy-packages-'));
let broken = 0;

async function check(what, work) {
  const began = performance.now();
  try {
    const found = await work();
    console.log(`${what}: ${found} (${Math.round((performance.now() - began) / 100) / 10} s)`);
  } catch (error) {
    broken += 1;
    console.error(`${what}:\n${error.stdout ?? ''}${error.stderr ?? ''}${error.stack ?? error}`);
  }
}

const packed = await packAll(folder);
await Promise.all(packed.map((one) => check(one.name, () => lint(one))));

const registry = await serveRegistry(packed);
const projects = [
  { manager: 'npm', peers: 'newest' },
  { manager: 'pnpm', peers: 'newest' },
  { manager: 'npm', peers: 'lowest' },
];
for (const { manager, peers } of projects) {
  const project = join(folder, `${manager}-${peers}`);
  await check(`an empty project of ${manager}, the ${peers} peers`, async () => {
    const installed = await installWith({ manager, peers, project, packed, registry });
    return `${installed}; ${await runSnippets(project, packed)}`;
  });
}
await registry.close();
rmSync(folder, { recursive: true });
process.exit(broken === 0 ? 0 : 1);
