import { expect, test } from 'vitest';
import { StopCut } from './stop-cut.ts';

/** What is handed on of a text that comes in these pieces. */
function cut(stops: string[], ...pieces: string[]): string[] {
  const stop = new StopCut(stops);
  return [...pieces.map((piece) => stop.push(piece)), stop.end()];
}

test.each([
  [['two'], ['one two three'], ['one ', '']],
  [['two'], ['one t', 'wo three'], ['one ', '', '']],
  [['two'], ['one t', 'en'], ['one ', 'ten', '']],
  [['two'], ['one tw'], ['one ', 'tw']],
  [['b', 'a'], ['xxab'], ['xx', '']],
  [['\n\n'], ['a\n', 'b\n', '\nc'], ['a', '\nb', '', '']],
  [[''], ['all of it'], ['all of it', '']],
])('of %j, with the pieces %j, there is left %j', (stops, pieces, left) => {
  expect(cut(stops, ...pieces)).toEqual(left);
});
