import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pnpm, run } from './run.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** What the first snippets need that no package asks for. */
const FOR_SNIPPETS = { '@types/express': '*', '@types/node': '*', zod: '*' };

/** Optional, and half a gigabyte: without it the entry has to load all the same. */
const LEFT_OUT = ['node-llama-cpp'];

const INSTALL = {
  npm: (project, { url }) =>
    run(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--cache', join(project, '.cache'), '--registry', url],
      project,
    ),
  // Nothing is hoisted, so a package that imports what it does not ask for is found out.
  pnpm: (project, { url }) =>
    pnpm(
      [
        '--dir',
        project,
        'install',
        '--ignore-workspace',
        '--ignore-scripts',
        '--config.hoist=false',
        '--store-dir',
        join(project, '.store'),
        '--cache-dir',
        join(project, '.cache'),
        '--registry',
        url,
      ],
      ROOT,
    ),
};

/**
 * Installs all packages into an empty project, with the newest or the lowest versions of their peers, then imports and
 * requires every entry of each.
 */
export async function installWith({ manager, peers, project, packed, registry }) {
  const ranges = Object.assign({}, ...packed.map(({ manifest }) => manifest.peerDependencies));
  for (const name of LEFT_OUT) delete ranges[name];
  const wanted = peers === 'newest' ? ranges : Object.fromEntries(Object.entries(ranges).map(lowest));
  const dependencies = {
    ...wanted,
    ...FOR_SNIPPETS,
    '@nestjs/platform-express': wanted['@nestjs/core'],
    ...Object.fromEntries(packed.map(({ name, manifest }) => [name, manifest.version])),
  };
  mkdirSync(project);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'empty', private: true, type: 'module', dependencies }),
  );
  await INSTALL[manager](project, registry);

  const entries = packed.flatMap(({ name, manifest }) =>
    Object.keys(manifest.exports).flatMap((path) => (path === './package.json' ? [] : [name + path.slice(1)])),
  );
  const imported = await names(project, 'module', `await import(entry)`, entries);
  const required = await names(project, 'commonjs', `require(entry)`, entries);
  for (const entry of entries) {
    if (imported[entry].length === 0) throw new Error(`${entry} exports nothing`);
    if (String(imported[entry]) !== String(required[entry])) throw new Error(`${entry} gives other names to require`);
  }
  return `${packed.length} packages installed, ${entries.length} entries imported and required`;
}

/** The lowest version of a range such as `^11.0.0 || ^12.0.0`. */
function lowest([name, range]) {
  return [name, /\d+\.\d+\.\d+/.exec(range)[0]];
}

async function names(project, type, load, entries) {
  const script = `const names = {};
    for (const entry of ${JSON.stringify(entries)})
      names[entry] = Object.keys(${load}).filter((name) => !['__esModule', 'module.exports'].includes(name)).sort();
    console.log(JSON.stringify(names));`;
  return JSON.parse(await run(process.execPath, [`--input-type=${type}`, '--eval', script], project));
}
