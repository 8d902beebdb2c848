import { expect, test } from 'vitest';
import * as surface from './index.ts';

test('what the package exports is a reviewed list', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'colloquy',
    'colloquyErrorHandler',
    'colloquyRouter',
    'followJob',
    'pipeChat',
    'pipeEvents',
    'rateLimit',
    'relayFile',
    'relayUpload',
    'requireKey',
    'streamChat',
  ]);
});
