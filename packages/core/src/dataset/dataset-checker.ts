import { CHECK_EXAMPLE, MESSAGES_OF, methodOf } from './check-example.ts';
import type { DatasetMethod, DatasetProblem, DatasetProblemCode, DatasetReport } from './dataset-report.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { LineReader, type UnreadableLine } from './line-reader.ts';
import { isObject, type Problem, problem } from './problem.ts';

/** A job needs at least this many examples; source: OpenAI's `invalid_n_examples`. */
const MIN_EXAMPLES = 10;
/** How many problems a report lists; it counts them all. */
const LISTED = 20;
/** The longest line that is read, in bytes: a file without newlines would otherwise fill the memory. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** How a training file is read. */
export interface DatasetCheckerOptions {
  /** What the lines train. @default what the first readable line is written for */
  method?: DatasetMethod;
  /** The longest line, in bytes. @default 16 MiB */
  maxLineBytes?: number;
}

/**
 * Checks a training file while its bytes pass by, holding no more of it than one line.
 *
 * A byte-order mark at the beginning, CRLF and blank lines are taken. Everything is synchronous and nothing throws:
 * what is wrong with the file is in the report.
 */
export class DatasetChecker {
  readonly #reader: LineReader;
  readonly #maxLineBytes: number;
  #method: DatasetMethod | undefined;
  #line = 0;
  #examples = 0;
  #tokens = 0;
  #errorCount = 0;
  readonly #errors: DatasetProblem[] = [];
  #report: DatasetReport | undefined;

  constructor({ method, maxLineBytes = MAX_LINE_BYTES }: DatasetCheckerOptions = {}) {
    this.#method = method;
    this.#maxLineBytes = maxLineBytes;
    this.#reader = new LineReader((text, unreadable) => this.#take(text, unreadable), maxLineBytes);
  }

  /** The next bytes of the file, cut anywhere. */
  push(bytes: Uint8Array): void {
    if (this.#report === undefined) this.#reader.push(bytes);
  }

  /** The report on everything pushed; calling it again returns the same. */
  end(): DatasetReport {
    if (this.#report !== undefined) return this.#report;
    this.#reader.end();
    if (this.#examples < MIN_EXAMPLES) {
      const count = this.#examples === 1 ? '1 example' : `${this.#examples} examples`;
      const message = `the file has ${count}, but a job needs at least ${MIN_EXAMPLES}; add more`;
      this.#add(null, 'invalid_n_examples', message);
    }
    this.#report = {
      valid: this.#errorCount === 0,
      examples: this.#examples,
      tokens: this.#tokens,
      errors: this.#errors,
      errorCount: this.#errorCount,
    };
    return this.#report;
  }

  #take(text: string | undefined, unreadable: UnreadableLine | undefined): void {
    this.#line++;
    if (text === undefined) {
      this.#examples++;
      this.#complain(unreadable === 'length' ? tooLong(this.#maxLineBytes) : NOT_UTF8);
      return;
    }
    const line = this.#line === 1 && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    let example: unknown;
    try {
      example = JSON.parse(line);
    } catch (error) {
      if (line.trim() === '' && !line.includes('\ufeff')) return;
      this.#examples++;
      this.#complain(notJson(line, error));
      return;
    }
    this.#examples++;
    this.#example(example);
  }

  #example(example: unknown): void {
    if (!isObject(example)) {
      this.#complain(
        problem('data_type', 'the line is not a JSON object; put one object, {"messages": […]}, on each line'),
      );
      return;
    }
    this.#method ??= methodOf(example);
    const wrong = CHECK_EXAMPLE[this.#method](example);
    if (wrong === undefined) this.#tokens += estimateTokens(MESSAGES_OF[this.#method](example));
    else this.#complain(wrong);
  }

  #complain({ code, message }: Problem): void {
    this.#add(this.#line, code, `line ${this.#line}: ${message}`);
  }

  #add(line: number | null, code: DatasetProblemCode, message: string): void {
    this.#errorCount++;
    if (this.#errors.length < LISTED) this.#errors.push({ line, code, message });
  }
}

const NOT_UTF8 = problem('invalid_file_format', 'the line is not UTF-8; save the file as UTF-8');

function tooLong(bytes: number): Problem {
  return problem('line_too_long', `the line is longer than ${bytes} bytes; put each example on its own line`);
}

function notJson(line: string, error: unknown): Problem {
  if (line.trimStart().startsWith('\ufeff') || line.includes('\ufeff{')) {
    return problem(
      'invalid_file_format',
      'a byte-order mark stands inside the file; remove it where two files were joined',
    );
  }
  const said = error instanceof Error ? error.message : '';
  const position = /position (\d+)/.exec(said)?.[1];
  const isCut = /unexpected end|unterminated/i.test(said);
  const place = position === undefined ? '' : ` at column ${Number(position) + 1}`;
  return isCut
    ? problem('invalid_file_format', `the line ends before its JSON does${place}; put the whole example on one line`)
    : problem('invalid_file_format', `the line is not JSON${place}; put one whole JSON object on each line`);
}
