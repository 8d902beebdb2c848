/**
 * What is wrong with one line, or with the file as a whole.
 *
 * - `invalid_file_format`: the line is not JSON, or not UTF-8 · `line_too_long` · `data_type`: not the JSON type it must be
 * - `missing_messages_list` · `message_missing_key` · `message_unrecognized_key` · `unrecognized_role` · `missing_content`
 * - `example_missing_assistant_message` · `invalid_weight` · `invalid_tool_calls` · `invalid_tools`
 * - `missing_preferred_output` · `missing_non_preferred_output`: preference (DPO) examples
 * - `invalid_n_examples`: fewer than ten examples; the only code that belongs to no line
 */
export type DatasetProblemCode =
  | 'invalid_file_format'
  | 'line_too_long'
  | 'data_type'
  | 'missing_messages_list'
  | 'message_missing_key'
  | 'message_unrecognized_key'
  | 'unrecognized_role'
  | 'missing_content'
  | 'example_missing_assistant_message'
  | 'invalid_weight'
  | 'invalid_tool_calls'
  | 'invalid_tools'
  | 'missing_preferred_output'
  | 'missing_non_preferred_output'
  | 'invalid_n_examples';

/** The first problem of one line; what is wrong, where, and what to do, is in `message`. */
export interface DatasetProblem {
  /** The line, counted from 1 with blank lines included; `null` for a problem of the whole file. */
  line: number | null;
  code: DatasetProblemCode;
  /** Begins with `line N:` where there is a line. */
  message: string;
}

/** What a training file holds. */
export interface DatasetReport {
  /** Whether a fine-tuning job would take the file. */
  valid: boolean;
  /** Lines that are not blank, whether or not they are in order. */
  examples: number;
  /** About how many tokens one epoch trains on; see `estimateTokens`. Lines with a problem count nothing. */
  tokens: number;
  /** The first twenty problems, at most one a line. */
  errors: DatasetProblem[];
  /** How many problems there are in all. */
  errorCount: number;
}

/** `supervised`: `{"messages": […]}` lines; `dpo`: `{"input", "preferred_output", "non_preferred_output"}` lines. */
export type DatasetMethod = 'supervised' | 'dpo';
