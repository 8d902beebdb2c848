import { expect, test } from 'vitest';
import { redact, secretsOf } from './redact.ts';

const KEY = 'sk-canary-123';

test('a secret is replaced wherever it stands: in texts, in lists, in keys', () => {
  const said = { message: `bad key ${KEY}, ${KEY}!`, list: [KEY, 1, null], [KEY]: { deep: `x${KEY}y` } };
  expect(redact(said, [KEY])).toEqual({
    message: 'bad key [redacted], [redacted]!',
    list: ['[redacted]', 1, null],
    '[redacted]': { deep: 'x[redacted]y' },
  });
});

test('what holds no secret stays as it is', () => {
  expect(redact({ a: 'b', c: [1, true, null] }, [KEY])).toEqual({ a: 'b', c: [1, true, null] });
  expect(redact('text', [])).toBe('text');
});

test.each([
  [{ authorization: `Bearer ${KEY}` }, [KEY]],
  [{ authorization: `bearer  ${KEY}` }, [KEY]],
  [{ 'x-api-key': KEY, 'api-key': 'other-key', cookie: 'token=abc' }, ['other-key', KEY, 'token=abc']],
  [{ 'x-note': 'no secret' }, []],
  // So short a text would be found everywhere.
  [{ 'x-api-key': 'abc' }, []],
] as const)('the secrets of %j', (headers, secrets) => {
  expect(secretsOf(headers as unknown as Record<string, string>)).toEqual(secrets);
});
