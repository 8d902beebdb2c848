import { once } from 'node:events';
import { globSync, lstatSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip as gzipInto } from 'node:zlib';
import { tarOf } from './tar-of.mjs';

const gzip = promisify(gzipInto);

const INSTALLED = join(import.meta.dirname, '../../node_modules/.pnpm');

/**
 * Serves the packed packages, and whatever else this repository has installed, as a registry on this machine.
 *
 * So an install needs no network, and gets what was tested. What is not installed here does not exist there.
 */
export async function serveRegistry(packed) {
  const versions = installedVersions();
  for (const { name, manifest, tarball } of packed)
    versions.set(name, new Map([[manifest.version, { manifest, tarball }]]));

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://registry').pathname).slice(1);
    const [name, version] = path.split('/-/');
    const found = versions.get(name);
    const answer = version === undefined ? found && document(name, versions, url) : found?.get(version);
    if (answer === undefined || request.method !== 'GET') {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not installed here"}');
    } else if (version === undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } else {
      sendTarball(answer, response).catch((error) => response.destroy(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What is in pnpm's virtual store: name, then version, then where. */
function installedVersions() {
  const versions = new Map();
  for (const path of globSync('*/node_modules/{*,@*/*}/package.json', { cwd: INSTALLED })) {
    const folder = join(INSTALLED, path, '..');
    // A package's own folder is real; the links beside it are its dependencies.
    if (lstatSync(folder).isSymbolicLink()) continue;
    const manifest = JSON.parse(readFileSync(join(INSTALLED, path), 'utf8'));
    if (!versions.has(manifest.name)) versions.set(manifest.name, new Map());
    versions.get(manifest.name).set(manifest.version, { manifest, folder });
  }
  return versions;
}

function document(name, versions, url) {
  const found = versions.get(name);
  // npm looks for optional peers too, and gives up where one does not exist.
  const existing = (wanted, isOptional) =>
    Object.fromEntries(Object.entries(wanted ?? {}).filter(([other]) => versions.has(other) || !isOptional(other)));
  const all = [...found].map(([version, { manifest }]) => {
    const { scripts: _, devDependencies: __, peerDependencies, optionalDependencies, ...published } = manifest;
    const isOptionalPeer = (other) => manifest.peerDependenciesMeta?.[other]?.optional === true;
    return [
      version,
      {
        ...published,
        peerDependencies: existing(peerDependencies, isOptionalPeer),
        optionalDependencies: existing(optionalDependencies, () => true),
        dist: { tarball: `${url}${name}/-/${version}` },
      },
    ];
  });
  const newest = [...found.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return { name, 'dist-tags': { latest: newest }, versions: Object.fromEntries(all) };
}

async function sendTarball({ tarball, folder }, response) {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.end(tarball === undefined ? await gzip(tarOf(folder), { level: 1 }) : readFileSync(tarball));
}
