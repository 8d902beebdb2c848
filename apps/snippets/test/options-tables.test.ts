import { expect, test } from 'vitest';
import { readText } from './markdown-fences.ts';

const TABLES = [
  ['packages/core', 'src/client/client-options.ts', 'ClientOptions'],
  ['packages/limits', 'src/limiter.ts', 'LimiterOptions'],
  ['packages/limits', 'src/limits.ts', 'Limits'],
  ['packages/limits', 'src/layer/limit.ts', 'LimitOptions'],
  ['packages/gateway', 'src/gateway-options.ts', 'GatewayOptions'],
  ['packages/local', 'src/local.ts', 'LocalOptions'],
  ['packages/local', 'src/gguf/gguf-engine.ts', 'GgufOptions'],
  ['packages/express', '../gateway/src/serve/serve-options.ts', 'ServeSettings'],
  ['packages/nestjs', 'src/colloquy-module-options.ts', 'ColloquyModuleOptions'],
  ['packages/nestjs', 'src/colloquy-module-options.ts', 'ColloquyModuleExtras'],
  ['packages/nestjs', 'src/stream/stream-options.ts', 'ColloquyStreamOptions'],
  ['packages/nestjs', 'src/upload/upload-options.ts', 'UploadToColloquyOptions'],
  ['packages/langchain', 'src/chat-colloquy-fields.ts', 'ChatColloquyFields'],
  ['packages/langchain', 'src/connection/connection-fields.ts', 'ConnectionFields'],
] as const;

test.each(TABLES)('the README of %s has the options of %s, %s', (folder, path, name) => {
  const options = membersOf(readText(`${folder}/${path}`), name);
  expect(options).not.toEqual([]);
  const named = rowNames(readText(`${folder}/README.md`));
  expect(options.filter((option) => !named.has(option))).toEqual([]);
});

/** The properties of an interface, those it extends aside. */
function membersOf(source: string, name: string): string[] {
  const [, body] = new RegExp(`interface ${name}\\b[^{]*\\{\\n(.*?)\\n\\}`, 's').exec(source) ?? [];
  return [...(body ?? '').matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, member]) => member as string);
}

/** The words in code in the first column of a text's tables; of `limits.project` both. */
function rowNames(markdown: string): Set<string> {
  const firstCells = [...markdown.matchAll(/^\| (.*?) +\|/gm)].map(([, cell]) => cell as string);
  return new Set(
    firstCells.flatMap((cell) => [...cell.matchAll(/`([\w.]+)/g)].flatMap(([, path]) => path?.split('.') ?? [])),
  );
}
