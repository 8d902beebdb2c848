/** A file larger than this is not read again to quote from it. */
const MAX_BYTES = 32 * 1024 * 1024;
/** How much of a line is quoted. */
const MAX_QUOTE = 400;

/** The text of some lines of a file, by their numbers from 1; empty for a file too large to read again. */
export async function linesOf(file: Blob, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (file.size > MAX_BYTES) return new Map();
  const lines = (await file.text()).split(/\r\n|\n|\r/);
  return new Map(
    numbers.map((number) => {
      const line = lines[number - 1] ?? '';
      return [number, line.length > MAX_QUOTE ? `${line.slice(0, MAX_QUOTE)}…` : line];
    }),
  );
}
