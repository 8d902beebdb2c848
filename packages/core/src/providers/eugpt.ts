import { defineProvider } from '../dialect/define-provider.ts';

/**
 * EU GPT: one endpoint, Responses, which streams unless told not to.
 *
 * Source: https://eugpt.ai/en/api, a public preview; rate limits are not published.
 */
export const eugpt = defineProvider({
  name: 'eugpt',
  label: 'EU GPT',
  baseURL: 'https://chat.eugpt.ai/v1',
  endpoints: ['responses'],
  quirks: {
    streamDefault: true,
    timeUnit: 'ms',
    eventName: 'message',
    doneMarker: false,
    streamUsage: 'never',
    errorBody: 'mixed',
    modelsShape: 'none',
    responseItems: 'nameless',
    responsesInput: 'text-only',
    serverTools: ['web_search', 'web_fetch', 'calculator', 'current_datetime'],
  },
  stability: 'preview',
  checked: '2026-11-20',
});
