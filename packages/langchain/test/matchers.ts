import { type LangChainMatchers, langchainMatchers } from '@langchain/core/testing';
import { expect } from 'vitest';

declare module 'vitest' {
  // The parameters have to be vitest's own.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends LangChainMatchers<R> {
    readonly expected?: T;
  }
}

// LangChain's own matchers, as a second opinion.
expect.extend(langchainMatchers as unknown as Parameters<typeof expect.extend>[0]);
