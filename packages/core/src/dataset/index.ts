export { DatasetChecker, type DatasetCheckerOptions, MAX_LINE_BYTES } from './dataset-checker.ts';
export type { DatasetMethod, DatasetProblem, DatasetProblemCode, DatasetReport } from './dataset-report.ts';
export type { DatasetSource } from './dataset-source.ts';
export { estimateTokens } from './estimate-tokens.ts';
export { validateDataset } from './validate-dataset.ts';
