import { join } from 'node:path';
import { pnpm, run } from './run.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** Packs every package into a folder, with its dependencies' versions and its `publishConfig` filled in. */
export async function packAll(folder) {
  const args = ['--filter', './packages/*', 'pack', '--json', '--pack-destination', folder];
  const packed = JSON.parse(await pnpm(args, ROOT));
  return Promise.all(
    packed.map(async ({ name, filename, files }) => {
      const manifest = JSON.parse(await run('tar', ['-xzOf', filename, 'package/package.json'], folder));
      const repository = manifest.repository.directory;
      return { name, folder: repository, tarball: filename, manifest, files: files.length };
    }),
  );
}
