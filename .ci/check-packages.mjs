// Packs every public package as it would be published, and has publint and attw look at the tarball.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const packages = join(import.meta.dirname, '../packages');
const folder = mkdtempSync(join(tmpdir(), 'colloquy-pack-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
let broken = 0;

for (const name of readdirSync(packages)) {
  try {
    const packed = JSON.parse(
      run('npx', ['--yes', 'pnpm@10.34.9', 'pack', '--json', '--pack-destination', folder], join(packages, name)),
    );
    const tarball = packed.filename.startsWith('/') ? packed.filename : join(folder, packed.filename);
    run('publint', [tarball, '--strict'], folder);
    run('attw', [tarball, '--profile', 'esm-only'], folder);
    console.log(`@colloquy/${name}: publint and attw are clean (${packed.files.length} files)`);
  } catch (error) {
    broken += 1;
    console.error(`@colloquy/${name}:\n${error.stdout ?? ''}${error.stderr ?? error}`);
  }
}
rmSync(folder, { recursive: true });
process.exit(broken === 0 ? 0 : 1);
