import { describe, expect, test } from 'vitest';
import { WholeEvents } from './whole-events.ts';

const TEXT = 'data: {"a":1}\n\n: a comment\n\ndata: {"b":"ä"}\n\n';

describe('WholeEvents', () => {
  test.each([
    ['\\n', TEXT],
    ['\\r\\n', TEXT.replaceAll('\n', '\r\n')],
    ['\\r', TEXT.replaceAll('\n', '\r')],
  ])('wherever bytes with %s are split, what comes out ends with an event, and nothing is lost', (_name, text) => {
    const bytes = Buffer.from(text);
    const blank = text.slice(-1) === '\n' ? (text.endsWith('\r\n') ? '\r\n\r\n' : '\n\n') : '\r\r';
    for (let at = 0; at <= bytes.length; at += 1) {
      const whole = new WholeEvents();
      const first = Buffer.concat(whole.push(bytes.subarray(0, at))).toString();
      expect(first === '' || first.endsWith(blank)).toBe(true);
      expect(first + Buffer.concat(whole.push(bytes.subarray(at))).toString()).toBe(text);
    }
  });

  test('an event that was said in another way is not said again by its rest', () => {
    const whole = new WholeEvents();
    expect(Buffer.concat(whole.push(Buffer.from('data: 1\n\nda'))).toString()).toBe('data: 1\n\n');
    whole.forget(Buffer.from('ta: 2\n\ndata'));
    expect(Buffer.concat(whole.push(Buffer.from(': 3\n\n'))).toString()).toBe('data: 3\n\n');
  });
});
