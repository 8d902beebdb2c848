import type * as core from '@colloquy/core';
import type { ClientOptions, Provider, Transport } from '@colloquy/core';
import type { DialectName, Local } from '@colloquy/local';

/** How the offline provider speaks for each service; for any other it speaks OpenAI's way. */
const DIALECTS: Readonly<Record<string, DialectName | undefined>> = {
  jrc: 'jrc',
  eugpt: 'eugpt',
  anvilgpt: 'anvilgpt',
  openwebui: 'anvilgpt',
};

let local: Promise<Local> | undefined;

/** The package with a `createClient` whose clients reach the offline provider where they would reach a service. */
export function offlineCore(original: typeof core): typeof core {
  const createClient = (options: ClientOptions) => {
    const { provider, transport, fetch, baseURL = '' } = options;
    const isHere = transport !== undefined || fetch !== undefined || baseURL.startsWith('http://127.0.0.1:');
    if (isHere || provider === undefined) return original.createClient(options);
    process.env[provider.apiKeyEnv] ??= 'the-key-of-a-reader';
    return original.createClient({ ...options, transport: offline(provider) });
  };
  return { ...original, createClient };
}

function offline({ name }: Provider): Transport {
  return async (request) => {
    // Loaded at the first request: it needs the package that is being replaced here.
    local ??= import('@colloquy/local').then(({ createLocal }) => createLocal());
    return (await local).transport(DIALECTS[name] ?? 'openai')(request);
  };
}
