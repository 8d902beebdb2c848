import { registerBlockTranslator } from './blocks/register-block-translator.ts';
import { ChatColloquy } from './chat-colloquy.ts';
import { badOption } from './connection/bad-option.ts';

interface ProviderEntry {
  package: string;
  className: string;
}

interface UniversalModule {
  MODEL_PROVIDER_CONFIG?: Record<string, ProviderEntry>;
}

const HOME = Symbol.for('colloquy.langchain');

/** A module of one line: `initChatModel` imports the class by name, and from its own place it may not find this package. */
const MODULE = `data:text/javascript,export const { ChatColloquy } = globalThis[Symbol.for('colloquy.langchain')];`;

const UNIVERSAL = 'langchain/chat_models/universal';

/**
 * Makes `initChatModel('gpt-4o-mini', { modelProvider: 'colloquy', provider: 'jrc' })` give a `ChatColloquy`.
 *
 * It adds a row to the table of providers that `langchain` keeps, under `name`. Throws `configuration` where `langchain`
 * is not installed, or keeps no such table.
 */
export function registerColloquyProvider(name = 'colloquy'): void {
  registerBlockTranslator();
  const table = universalModule().MODEL_PROVIDER_CONFIG;
  if (table === undefined) {
    throw badOption('langchain', 'keeps no table of providers in this version; make a `ChatColloquy` yourself');
  }
  (globalThis as Record<symbol, unknown>)[HOME] = { ChatColloquy };
  table[name] = { package: MODULE, className: 'ChatColloquy' };
}

/** The module as `import` gives it: `require` by name would give another copy, with a table that nobody reads. */
function universalModule(): UniversalModule {
  try {
    // Asked for here, so that the other exports load where there is no Node.
    const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);
    return require(require.resolve(UNIVERSAL).replace(/\.cjs$/, '.js')) as UniversalModule;
  } catch (cause) {
    const error = badOption(
      'langchain',
      'is not installed; add the package `langchain`, or make a `ChatColloquy` yourself',
    );
    throw Object.assign(error, { cause });
  }
}
