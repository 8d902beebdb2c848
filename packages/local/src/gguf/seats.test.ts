import { expect, test } from 'vitest';
import { Seats } from './seats.ts';

const patient = new AbortController().signal;

test('who waits is served in order', async () => {
  const seats = new Seats(['one', 'two']);
  const taken = [await seats.take(patient), await seats.take(patient)];
  expect(taken.toSorted()).toEqual(['one', 'two']);
  const waiting = [seats.take(patient), seats.take(patient)];
  seats.give('two');
  seats.give('one');
  expect(await Promise.all(waiting)).toEqual(['two', 'one']);
});

test('who gives up waiting takes no seat from those behind', async () => {
  const seats = new Seats(['one']);
  const seat = await seats.take(patient);
  const impatient = new AbortController();
  const gone = seats.take(impatient.signal);
  const next = seats.take(patient);
  impatient.abort(new Error('gone'));
  await expect(gone).rejects.toThrow('gone');
  seats.give(seat);
  expect(await next).toBe('one');
  await expect(seats.take(impatient.signal)).rejects.toThrow('gone');
});
