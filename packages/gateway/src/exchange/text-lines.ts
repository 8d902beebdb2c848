import { refusal } from '../relay/refusal.ts';

/** The longest line that is read, in characters. */
const MAX_LINE_LENGTH = 32 * 1024 * 1024;

/** The lines of UTF-8 text that comes in any pieces, one at a time; refuses with 400 what is no UTF-8, or too long a line. */
export async function* textLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      throw refusal(400, 'The input file is not valid UTF-8.', { param: 'input_file_id', apiCode: 'invalid_file' });
    }
  };
  let rest = '';
  for await (const piece of bytes) {
    // Only what is new is looked through: a line of many pieces would otherwise be searched anew with each.
    const [end = '', ...lines] = decoded(piece).split('\n');
    rest += end;
    for (const line of lines) {
      yield rest;
      rest = line;
    }
    if (rest.length > MAX_LINE_LENGTH) {
      throw refusal(400, `A line of the input file is longer than ${MAX_LINE_LENGTH} characters.`, {
        param: 'input_file_id',
        apiCode: 'invalid_file',
      });
    }
  }
  rest += decoded();
  if (rest !== '') yield rest;
}
