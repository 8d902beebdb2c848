import * as common from '@nestjs/common';
import { expect, test } from 'vitest';

const IS_NEST_11 = process.env['NEST_MAJOR'] === '11';

test('the tests run on the Nest that they are meant for', () => {
  expect('StandardSchemaValidationPipe' in common).toBe(!IS_NEST_11);
});
