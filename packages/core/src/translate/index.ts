export { chatRequestToResponses } from './chat-request-to-responses.ts';
export { chatResultToResponse } from './chat-result-to-response.ts';
export { ChatToResponsesStream, type StreamEnd } from './chat-to-responses-stream.ts';
export type { JsonObject } from './json-object.ts';
export { type ChatAnswerOptions, responseToChatResult } from './response-to-chat-result.ts';
export { responsesRequestToChat } from './responses-request-to-chat.ts';
export { type ChatStreamOptions, ResponsesToChatStream } from './responses-to-chat-stream.ts';
export { type TranslateOptions, translate } from './translate.ts';
export type { TranslationCode } from './translation-context.ts';
export type {
  ChatToResponsesOptions,
  ResponsesToChatOptions,
  TranslationMode,
  TranslationOptions,
  TranslationWarning,
} from './translation-options.ts';
