import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const packages = globSync('../../packages/*/package.json', { cwd: import.meta.dirname }).map((path) => ({
  folder: dirname(path),
  ...JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8')),
}));

/** @type {import('typedoc').TypeDocOptions} */
export default {
  name: 'Colloquy',
  // Every subpath that a package exports, so that a new one is never forgotten.
  entryPoints: packages.flatMap(({ folder, exports }) =>
    Object.values(exports).flatMap((target) =>
      target['@colloquy/source'] ? join(folder, target['@colloquy/source']) : [],
    ),
  ),
  tsconfig: 'tsconfig.json',
  // The compiler of the repository does that, and is the only one to please.
  skipErrorChecking: true,
  plugin: ['./src/options-documented.ts'],
  out: 'dist',
  readme: 'none',
  basePath: '../..',
  disableGit: true,
  gitRevision: 'main',
  sourceLinkTemplate: 'https://github.com/colloquy-js/colloquy/blob/{gitRevision}/{path}#L{line}',
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  externalSymbolLinkMappings: { '@langchain/core': { '*': '#' } },
  packagesRequiringDocumentation: packages.map(({ name }) => name),
  // A property is a name of OpenAI's as often as one of ours; which of them need words, the plugin says.
  requiredToBeDocumented: [
    'Module',
    'Function',
    'Class',
    'Interface',
    'TypeAlias',
    'Variable',
    'Enum',
    'Method',
    'Accessor',
  ],
  // A type that says what a class is to be injected as; the class above it has the words.
  intentionallyNotDocumented: ['@colloquy/nestjs.ColloquyService.__type'],
  validation: { notExported: false, notDocumented: true, invalidLink: true, rewrittenLink: true },
  treatWarningsAsErrors: true,
};
