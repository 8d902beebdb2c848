import { expect, test } from 'vitest';
import { Interruption } from './interruption.ts';

test('a wait gives what it waited for', async () => {
  const interruption = new Interruption();
  expect(await interruption.wait(Promise.resolve(1))).toBe(1);
  await expect(interruption.wait(Promise.reject(new Error('own')))).rejects.toThrow('own');
});

test('an interruption ends the wait under way and every later one, and the first reason counts', async () => {
  const interruption = new Interruption();
  const waiting = interruption.wait(new Promise(() => undefined));
  interruption.interrupt(new Error('gone'));
  interruption.interrupt(new Error('closing'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(interruption.wait(Promise.resolve(1))).rejects.toThrow('gone');
  expect((interruption.reason as Error).message).toBe('gone');
});

test('what fails after an interruption is not reported as unhandled', async () => {
  const interruption = new Interruption();
  interruption.interrupt(new Error('gone'));
  await expect(interruption.wait(Promise.reject(new Error('late')))).rejects.toThrow('gone');
});
