import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const BLOCK = 512;

/**
 * A tar of a package's folder, as npm packs it: every file below `package/`, without what is installed inside.
 *
 * By hand, since pnpm links files of the same content to each other, and `tar` would store all but one of them as links,
 * which package managers leave out.
 */
export function tarOf(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !relative(folder, path).split('/').includes('node_modules'));
  const parts = files.flatMap((path) => {
    const content = readFileSync(path);
    const padding = Buffer.alloc(-content.length & (BLOCK - 1));
    return [header(`package/${relative(folder, path)}`, content.length, statSync(path).mode), content, padding];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(path, size, mode) {
  const block = Buffer.alloc(BLOCK);
  // A name has 100 bytes; what comes before it, up to a slash, goes to the prefix, which has 155.
  const cut = path.length > 100 ? path.indexOf('/', path.length - 101) : -1;
  block.write(path.slice(cut + 1), 0);
  block.write((mode & 0o777).toString(8).padStart(7, '0'), 100);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write('00000000000', 136);
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  if (cut > 0) block.write(path.slice(0, cut), 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
