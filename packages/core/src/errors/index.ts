export { ApiError, type ApiErrorDetails } from './api-error.ts';
export { ColloquyError, type ErrorDetails } from './colloquy-error.ts';
export { DatasetError, type DatasetFault } from './dataset-error.ts';
export { type ErrorCode, isRetryableCode } from './error-code.ts';
export { type PartialMessage, type PartialToolCall, StreamError, type StreamErrorDetails } from './stream-error.ts';
export { type TranslationDirection, TranslationError, type TranslationErrorDetails } from './translation-error.ts';
