import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ColloquyError } from '../errors/index.ts';
import { DatasetChecker, type DatasetMethod, validateDataset } from './index.ts';

const GOOD = '{"messages":[{"role":"user","content":"2+2?"},{"role":"assistant","content":"4"}]}';
const CALL = '{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}';
const answered = (message: string, more = '') => `{"messages":[${message},{"role":"assistant","content":"4"}]${more}}`;
const preference = (rest: string) => `{"input":{"messages":[{"role":"user","content":"q"}]},${rest}}`;
const ANSWER = '[{"role":"assistant","content":"a"}]';

const filled = (line: string, count = 10, filler = GOOD) => [line, ...Array.from({ length: count - 1 }, () => filler)];
const blob = (lines: readonly string[]) => new Blob([lines.join('\n')]);

describe('a file that a job would take', () => {
  const cases: [string, string[], DatasetMethod?][] = [
    ['ten examples', filled(GOOD)],
    ['a system message', filled(answered('{"role":"system","content":"s"}'))],
    ['a developer message', filled(answered('{"role":"developer","content":"s"}'))],
    ['a newline at the end', [...filled(GOOD), '']],
    ['blank lines between', [...filled(GOOD), '', '   ', GOOD]],
    ['content as parts', filled(answered('{"role":"user","content":[{"type":"text","text":"q"}]}'))],
    [
      'weights 0 and 1',
      filled(
        '{"messages":[{"role":"assistant","content":"a","weight":0},{"role":"assistant","content":"b","weight":1}]}',
      ),
    ],
    [
      'a call without content',
      filled(
        `{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[${CALL}]}],"parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"f"}}]}`,
      ),
    ],
    [
      'a call with null content and its answer',
      filled(
        `{"messages":[{"role":"assistant","content":null,"tool_calls":[${CALL}]},{"role":"tool","tool_call_id":"call_1","content":""}]}`,
      ),
    ],
    ['a refusal', filled('{"messages":[{"role":"user","content":"q"},{"role":"assistant","refusal":"no"}]}')],
    [
      'preferences as the guide spells them',
      filled(preference(`"preferred_output":${ANSWER},"non_preferred_output":${ANSWER}`), 1).flatMap((line) =>
        Array(10).fill(line),
      ),
      'dpo',
    ],
    [
      'preferences as the specification spells them',
      Array(10).fill(preference(`"preferred_completion":${ANSWER},"non_preferred_completion":${ANSWER}`)),
      'dpo',
    ],
  ];
  test.each(cases)('%s', async (_, lines, method) => {
    const report = await validateDataset(blob(lines), method === undefined ? {} : { method });
    expect(report).toMatchObject({
      valid: true,
      errors: [],
      errorCount: 0,
      examples: lines.filter((line) => line.trim() !== '').length,
    });
    expect(report.tokens).toBeGreaterThan(0);
  });

  test('the method is told from the first example where none is given', async () => {
    const line = preference(`"preferred_output":${ANSWER},"non_preferred_output":${ANSWER}`);
    expect((await validateDataset(blob(Array(10).fill(line)))).valid).toBe(true);
  });

  test('a byte-order mark and CRLF are taken', async () => {
    expect((await validateDataset(new Blob([`\ufeff${filled(GOOD).join('\r\n')}\r\n`]))).valid).toBe(true);
  });
});

describe('a line with a problem', () => {
  const cases: [code: string, about: string, line: string, method?: DatasetMethod][] = [
    ['invalid_file_format', 'not JSON', '{"messages":[}'],
    ['invalid_file_format', 'cut short', '{"messages":[{"role":"user","cont'],
    ['invalid_file_format', 'a mark where two files were joined', `\ufeff${GOOD}`],
    ['data_type', 'an array', `[${GOOD}]`],
    ['data_type', 'a number', '7'],
    ['data_type', 'null', 'null'],
    ['data_type', 'a message that is a text', answered('"hello"')],
    [
      'data_type',
      'parallel_tool_calls that is a text',
      answered('{"role":"user","content":"q"}', ',"parallel_tool_calls":"no"'),
    ],
    ['missing_messages_list', 'prompt and completion', '{"prompt":"x","completion":"y"}'],
    ['missing_messages_list', 'no messages', '{"messages":[]}'],
    ['missing_messages_list', 'messages that is an object', '{"messages":{}}'],
    ['message_missing_key', 'no role', answered('{"content":"x"}')],
    ['message_missing_key', 'no content', answered('{"role":"user"}')],
    ['message_missing_key', 'an answer to no call', answered('{"role":"tool","content":"x"}')],
    ['message_missing_key', 'a function without a name', answered('{"role":"function","content":"x"}')],
    ['message_unrecognized_key', 'a key of nobody', answered('{"role":"user","content":"x","mood":"good"}')],
    ['unrecognized_role', 'a bot', answered('{"role":"bot","content":"x"}')],
    [
      'missing_content',
      'null without a call',
      '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":null}]}',
    ],
    ['missing_content', 'empty text', answered('{"role":"user","content":""}')],
    ['missing_content', 'a number', answered('{"role":"user","content":7}')],
    ['missing_content', 'parts without a type', answered('{"role":"user","content":[{"text":"q"}]}')],
    ['example_missing_assistant_message', 'no answer', '{"messages":[{"role":"user","content":"q"}]}'],
    ['invalid_weight', 'weight 2', '{"messages":[{"role":"assistant","content":"a","weight":2}]}'],
    ['invalid_weight', 'a weighted question', answered('{"role":"user","content":"q","weight":1}')],
    [
      'invalid_tool_calls',
      'arguments that are no text',
      '{"messages":[{"role":"assistant","tool_calls":[{"id":"c","function":{"name":"f","arguments":{}}}]}]}',
    ],
    [
      'invalid_tool_calls',
      'an empty list of calls',
      '{"messages":[{"role":"assistant","content":"a","tool_calls":[]}]}',
    ],
    ['invalid_tool_calls', 'a call by the user', answered(`{"role":"user","content":"q","tool_calls":[${CALL}]}`)],
    [
      'invalid_tools',
      'a flat tool',
      answered('{"role":"user","content":"q"}', ',"tools":[{"type":"function","name":"f"}]'),
    ],
    [
      'missing_messages_list',
      'a preference without input',
      `{"preferred_output":${ANSWER},"non_preferred_output":${ANSWER}}`,
      'dpo',
    ],
    ['missing_preferred_output', 'no preferred answer', preference(`"non_preferred_output":${ANSWER}`), 'dpo'],
    ['missing_non_preferred_output', 'no other answer', preference(`"preferred_output":${ANSWER}`), 'dpo'],
    [
      'unrecognized_role',
      'a question as the answer',
      preference(`"preferred_output":[{"role":"user","content":"a"}],"non_preferred_output":${ANSWER}`),
      'dpo',
    ],
  ];
  test.each(cases)('%s: %s', async (code, _, line, method) => {
    const filler =
      method === 'dpo' ? preference(`"preferred_output":${ANSWER},"non_preferred_output":${ANSWER}`) : GOOD;
    const [first, ...rest] = filled(filler, 12, filler);
    const report = await validateDataset(
      blob([first as string, '', line, ...rest]),
      method === undefined ? {} : { method },
    );
    expect(report.errors).toMatchObject([{ line: 3, code }]);
    expect(report).toMatchObject({ valid: false, errorCount: 1, examples: 13 });
    expect(report.errors[0]?.message).toMatch(/^line 3: .+; .+/s);
  });

  test('bytes that are not UTF-8 are found on their line', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${filled(GOOD).join('\n')}\n`),
      Buffer.from([0x22, 0xff, 0xfe, 0x22, 0x0a]),
      Buffer.from(GOOD),
    ]);
    expect((await validateDataset(new Blob([bytes]))).errors).toMatchObject([
      { line: 11, code: 'invalid_file_format' },
    ]);
  });

  test('a line beyond the bound is refused without being held, and the next is read', async () => {
    const checker = new DatasetChecker({ maxLineBytes: 200 });
    checker.push(Buffer.from(`${GOOD}\n{"messages":[`));
    for (let count = 0; count < 100; count++) checker.push(Buffer.alloc(100, 'x'));
    checker.push(Buffer.from(`\n${filled(GOOD, 9).join('\n')}`));
    expect(checker.end()).toMatchObject({ examples: 11, errorCount: 1, errors: [{ line: 2, code: 'line_too_long' }] });
  });

  test('twenty problems are listed and all are counted', async () => {
    const report = await validateDataset(blob(Array(50).fill('{')));
    expect(report).toMatchObject({ errorCount: 50, examples: 50, tokens: 0 });
    expect(report.errors.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});

describe('a file that is too short', () => {
  test.each([0, 1, 9])('%d examples', async (count) => {
    const report = await validateDataset(blob(count === 0 ? [] : filled(GOOD, count)));
    expect(report.errors).toMatchObject([{ line: null, code: 'invalid_n_examples' }]);
    expect(report).toMatchObject({ valid: false, examples: count });
    expect(report.errors[0]?.message).toContain(`${count} example`);
  });
});

describe('sources', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'colloquy-dataset-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('a path', async () => {
    const path = join(folder, 'training.jsonl');
    await writeFile(path, filled(GOOD).join('\n'));
    expect(await validateDataset(path)).toMatchObject({ valid: true, examples: 10 });
  });

  test.each(['missing.jsonl', '.'])('a path that cannot be read is named: %s', async (name) => {
    const path = join(folder, name);
    const error = await validateDataset(path).catch((reason: unknown) => reason);
    expect(ColloquyError.isInstance(error) && error.code).toBe('configuration');
    expect((error as Error).message).toContain(path);
  });

  test('an error of the source reaches the caller as it is', async () => {
    const failure = new Error('the disk is gone');
    const source = (async function* () {
      yield Buffer.from(GOOD);
      throw failure;
    })();
    await expect(validateDataset(source)).rejects.toBe(failure);
  });

  test.each([[42], [null], [{}]])('%j is no source', async (source) => {
    await expect(validateDataset(source as never)).rejects.toMatchObject({ code: 'configuration', param: 'source' });
  });

  test('a source may use its buffer again', () => {
    const bytes = new TextEncoder().encode(filled(GOOD).join('\n'));
    const checker = new DatasetChecker();
    const buffer = new Uint8Array(50);
    for (let start = 0; start < bytes.length; start += buffer.length) {
      const piece = bytes.subarray(start, start + buffer.length);
      buffer.set(piece);
      checker.push(buffer.subarray(0, piece.length));
    }
    expect(checker.end()).toMatchObject({ valid: true, examples: 10 });
  });

  test('the report does not depend on how the bytes were cut', () => {
    const text = `\ufeff${[GOOD, '{"é":', '', answered('{"role":"user","content":"Grüße 👋 漢字"}'), '[]', ...filled(GOOD)].join('\r\n')}`;
    const bytes = new TextEncoder().encode(text);
    const whole = new DatasetChecker();
    whole.push(bytes);
    const expected = whole.end();
    expect(expected.errors.map(({ line }) => line)).toEqual([2, 5]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (sizes) => {
        const checker = new DatasetChecker();
        let start = 0;
        for (let turn = 0; start < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] as number;
          checker.push(bytes.slice(start, start + size));
          start += size;
        }
        expect(checker.end()).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});

test('tokens are counted by message, by name and by bytes', async () => {
  const line = '{"messages":[{"role":"user","name":"ann","content":"12345678"},{"role":"assistant","content":"漢字"}]}';
  // 3 an example; 3 + the role + 2 for the text + 1 + 1 for the name; 3 + the role + 2 for six bytes.
  expect((await validateDataset(blob(Array(10).fill(line)))).tokens).toBe(10 * (3 + 8 + 6));
});
