import { ColloquyError } from '../errors/index.ts';
import type { Provider, ProviderChanges, ProviderInput, ProviderQuirks } from './provider.ts';

/** OpenAI's way, which every other service is described against. */
const OPENAI_WAY: ProviderQuirks = Object.freeze({
  streamDefault: false,
  timeUnit: 's',
  eventName: 'type',
  doneMarker: true,
  completion: 'any',
  streamUsage: 'opt-in',
  errorBody: 'error',
  modelsShape: 'openai',
  maxTokens: 'as-given',
  responseItems: 'openai',
  responsesInput: 'openai',
  serverTools: Object.freeze([]),
  swallows: Object.freeze([]),
  filesShape: 'openai',
  chatShape: 'openai',
});

/**
 * Describes an OpenAI-compatible service; what is left out is OpenAI's way.
 *
 * Throws `configuration`, naming the field, where the name or the base URL is missing or wrong.
 */
export function defineProvider(input: ProviderInput): Provider {
  if (typeof input.name !== 'string' || !/^[a-z][a-z0-9_-]*$/i.test(input.name)) {
    throw new ColloquyError('configuration', '`name` must be a word of letters, digits, `-` and `_`, such as `eugpt`', {
      param: 'name',
    });
  }
  const facts = {
    name: input.name,
    label: input.label ?? input.name,
    baseURL: checkBaseURL(input.baseURL, input.name),
    apiKeyEnv: input.apiKeyEnv ?? `${input.name.replace(/-/g, '_').toUpperCase()}_API_KEY`,
    keyRequired: input.keyRequired ?? true,
    endpoints: Object.freeze([...(input.endpoints ?? (['chat', 'models'] as const))]),
    quirks: Object.freeze({ ...OPENAI_WAY, ...input.quirks }),
    ...(input.quota === undefined ? {} : { quota: Object.freeze({ ...input.quota }) }),
    stability: input.stability ?? ('stable' as const),
    checked: input.checked ?? '',
  };
  return Object.freeze({
    ...facts,
    extend: (changes: ProviderChanges) => {
      // Another service is not to be sent this one's key for want of its own.
      const { apiKeyEnv, ...others } = facts;
      const known = changes.name === undefined ? { apiKeyEnv } : {};
      return defineProvider({ ...others, ...known, ...changes, quirks: { ...facts.quirks, ...changes.quirks } });
    },
  });
}

/** A base URL without its final slash; throws `configuration` where it is no http(s) URL or carries credentials. */
export function checkBaseURL(baseURL: string, provider: string): string {
  const complain = (problem: string) =>
    new ColloquyError('configuration', `\`baseURL\` ${problem}; give the whole base, such as https://host/v1`, {
      param: 'baseURL',
      provider,
    });
  let url: URL;
  try {
    url = new URL(baseURL);
  } catch {
    throw complain('is not a URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw complain('must begin with http:// or https://');
  if (url.username !== '' || url.password !== '') throw complain('must not carry a user name or password');
  if (url.search !== '' || url.hash !== '') throw complain('must not have a query or a fragment');
  return url.href.replace(/\/+$/, '');
}
