/**
 * The check of fine-tuning files before they are uploaded, in constant memory, with the lines that are wrong.
 *
 * @module @colloquy/core/dataset
 */

export { DatasetChecker, type DatasetCheckerOptions, MAX_LINE_BYTES } from './dataset-checker.ts';
export type { DatasetMethod, DatasetProblem, DatasetProblemCode, DatasetReport } from './dataset-report.ts';
export type { DatasetSource } from './dataset-source.ts';
export { estimateTokens } from './estimate-tokens.ts';
export { validateDataset } from './validate-dataset.ts';
