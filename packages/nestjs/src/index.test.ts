import { expect, test } from 'vitest';
import * as surface from './index.ts';
import * as terminus from './terminus/index.ts';
import * as testing from './testing/index.ts';
import * as throttler from './throttler/index.ts';

test('what the package exports is a reviewed list', () => {
  expect(Object.keys(surface).sort()).toEqual([
    'ClientSignal',
    'ColloquyExceptionFilter',
    'ColloquyGatewayModule',
    'ColloquyModule',
    'ColloquyService',
    'ColloquyStream',
    'InjectChat',
    'InjectColloquy',
    'InjectEmbeddings',
    'InjectFiles',
    'InjectFineTuning',
    'InjectModels',
    'InjectResponses',
    'UploadToColloquy',
    'UploadedTo',
    'getColloquyToken',
    'getResourceToken',
    'toMessageEvents',
  ]);
});

test('and so is what each of its other entry points does', () => {
  expect(Object.keys(terminus)).toEqual(['ColloquyHealthIndicator']);
  expect(Object.keys(testing)).toEqual(['ColloquyTestingModule']);
  expect(Object.keys(throttler).sort()).toEqual([
    'ColloquyThrottlerGuard',
    'ColloquyThrottlerInterceptor',
    'ColloquyThrottlerStorage',
  ]);
});
