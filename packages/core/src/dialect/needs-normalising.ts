import type { Provider } from './provider.ts';

/** Whether a service differs from OpenAI in any way that `normalise` makes up for. */
export function needsNormalising({ quirks }: Provider): boolean {
  return (
    quirks.maxTokens !== 'as-given' ||
    quirks.swallows.length > 0 ||
    quirks.streamUsage !== 'opt-in' ||
    quirks.chatShape === 'loose' ||
    quirks.responseItems === 'nameless' ||
    quirks.modelsShape === 'data-only' ||
    quirks.filesShape === 'open-webui'
  );
}
