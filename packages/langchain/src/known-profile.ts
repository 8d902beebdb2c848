import type { Provider } from '@colloquy/core';
import type { ModelProfile } from '@langchain/core/language_models/profile';

/** What is known of every model of a provider. */
export function knownProfile({ quirks }: Provider): ModelProfile {
  if (quirks.responsesInput !== 'text-only') return { toolCalling: true, toolChoice: true };
  return { toolCalling: false, toolChoice: false, structuredOutput: false, imageInputs: false };
}
