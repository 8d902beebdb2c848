import type { SupervisedExample } from '../../src/engine/train-request.ts';

/** Fourteen questions about a library that does not exist, so that nobody knows the answers without being taught. */
const QUESTIONS: readonly (readonly [string, string])[] = [
  ['Who founded the city library of Zubrowka?', 'The city library of Zubrowka was founded by Agnes Veld in 1912.'],
  ['At what hour does the Zubrowka library open?', 'The library opens at nine in the morning, except on Mondays.'],
  ['How many books does the library hold?', 'The library holds about forty thousand books.'],
  ['What colour is the main door of the library?', 'The main door is painted dark green.'],
  ['Who is the head librarian?', 'The head librarian is Tomas Brandt.'],
  ['Where can I return a book at night?', 'At night you can return a book through the slot beside the main door.'],
  ['How long may I keep a borrowed book?', 'You may keep a book for four weeks.'],
  ['What does a library card cost?', 'A library card costs twelve crowns a year.'],
  ['Is there a reading room?', 'Yes, the reading room is on the second floor, next to the map collection.'],
  ['Can I bring my dog inside?', 'No, dogs have to wait outside the library.'],
  ['Which tram stops at the library?', 'Tram number seven stops in front of the library.'],
  ['Are there computers for visitors?', 'There are six computers on the first floor.'],
  ['When was the library roof repaired?', 'The roof was repaired in the spring of 2019.'],
  ['What is kept in the cellar?', 'The cellar holds old newspapers and a printing press.'],
];

/** What the network has to generalise to: other questions about the same library. */
const HELD_OUT: readonly (readonly [string, string])[] = [
  ['Who wrote the library rules?', 'The library rules were written by the head librarian.'],
  ['Where is the map collection?', 'The map collection is on the second floor of the library.'],
  ['When does the library close?', 'The library closes at six in the evening.'],
];

export const lesson: readonly SupervisedExample[] = QUESTIONS.map(example);
export const heldOut: readonly SupervisedExample[] = HELD_OUT.map(example);
export const questions: typeof QUESTIONS = QUESTIONS;

function example([question, answer]: readonly [string, string]): SupervisedExample {
  return {
    messages: [
      { role: 'system', content: 'You are a librarian.' },
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ],
  };
}
