/**
 * The whole public surface of @colloquy/core, grouped; everything else is behind it.
 * The client, its errors and streams, the types of the wire, and what a service is: a function.
 *
 * @module @colloquy/core
 */

export type { ClientOptions } from './client/client-options.ts';
// The client
export { type Client, createClient } from './client/create-client.ts';
export type { CallFacts, ClientHooks } from './client/hooks.ts';
export { type ErrorWords, readErrorBody, readErrorEvent } from './dialect/error-body.ts';
export { isContent } from './dialect/is-content.ts';
// Errors
export {
  ApiError,
  type ApiErrorDetails,
  ColloquyError,
  DatasetError,
  type DatasetFault,
  type ErrorCode,
  type ErrorDetails,
  type PartialMessage,
  type PartialToolCall,
  StreamError,
  type StreamErrorDetails,
  type TranslationDirection,
  TranslationError,
  type TranslationErrorDetails,
} from './errors/index.ts';
// Providers
export {
  defineProvider,
  type Endpoint,
  type Provider,
  type ProviderChanges,
  type ProviderInput,
  type ProviderQuirks,
  type ProviderQuota,
} from './providers/index.ts';
// What its calls take and give
export type { ApiPromise, WithResponse } from './resources/api-promise.ts';
export type { Batches } from './resources/batches.ts';
export type { CallOptions, ReplyFacts } from './resources/caller.ts';
export type { Chat, ChatCompletions } from './resources/chat.ts';
export type { Embeddings } from './resources/embeddings.ts';
export type { FileContent, FileCreateParams, Files, FileUploadOptions, UploadProgress } from './resources/files.ts';
export type { FineTuning, FineTuningJobs } from './resources/fine-tuning.ts';
export type { Models } from './resources/models.ts';
export type { Moderations } from './resources/moderations.ts';
export type { Page, PagePromise } from './resources/page.ts';
export type { Responses } from './resources/responses.ts';
export type { Uploadable } from './resources/upload-source.ts';
export type { Uploads } from './resources/uploads.ts';
export type { WatchOptions } from './resources/watch-job.ts';
export { ChatStream, ResponseStream, type StreamEnd } from './stream/index.ts';
// The service as a function
export { linger } from './stream/linger.ts';
export { fetchTransport } from './transport/fetch-transport.ts';
export { formatGoDuration, parseGoDuration } from './transport/go-duration.ts';
export type { LimitWindow, RateLimitSnapshot } from './transport/rate-limit-headers.ts';
export { readRateLimit } from './transport/rate-limit-headers.ts';
export { type ClosableTransport, undiciTransport } from './transport/undici-transport.ts';
// What goes over the wire, in OpenAI's names
export type {
  Batch,
  BatchCreateParams,
  ChatCompletion,
  ChatCompletionChoice,
  ChatCompletionChunk,
  ChatCompletionChunkDelta,
  ChatCompletionContentPart,
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionDeleted,
  ChatCompletionFinishReason,
  ChatCompletionFunctionTool,
  ChatCompletionListParams,
  ChatCompletionMessage,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
  ChatCompletionResponseFormat,
  ChatCompletionStoreMessage,
  ChatCompletionTool,
  ChatCompletionToolChoiceOption,
  CompletionUsage,
  CreateEmbeddingResponse,
  Embedding,
  EmbeddingCreateParams,
  FileDeleted,
  FileListParams,
  FileObject,
  FilePurpose,
  FineTuningJob,
  FineTuningJobCheckpoint,
  FineTuningJobCreateParams,
  FineTuningJobEvent,
  FineTuningJobStatus,
  FineTuningMethod,
  FunctionDefinition,
  FunctionTool,
  InputItemListParams,
  JsonSchema,
  Metadata,
  Model,
  ModelDeleted,
  Moderation,
  ModerationCreateParams,
  ModerationCreateResponse,
  Reasoning,
  ReasoningEffort,
  Response,
  ResponseCreateParams,
  ResponseCreateParamsNonStreaming,
  ResponseCreateParamsStreaming,
  ResponseDeleted,
  ResponseError,
  ResponseFunctionToolCall,
  ResponseInput,
  ResponseInputContent,
  ResponseInputItem,
  ResponseItem,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseOutputText,
  ResponseReasoningItem,
  ResponseStatus,
  ResponseStreamEvent,
  ResponseTextConfig,
  ResponseToolChoice,
  ResponseUsage,
  Tool,
  Upload,
  UploadCompleteParams,
  UploadCreateParams,
  UploadPart,
} from './wire/index.ts';
export {
  collect,
  type EventBatch,
  type EventMapper,
  EventStream,
  eventBatch,
  eventReader,
  holdsEvents,
  type JsonValue,
  mapEvents,
  parseEvents,
  type ReleasableBytes,
  type RetryNote,
  ServerEvent,
  type Timeouts,
  type Transport,
  type TransportLayer,
  toBytes,
  type Waits,
  type WireHeaders,
  type WireReply,
  type WireReplyBody,
  type WireRequest,
  type WireRequestBody,
} from './wire/index.ts';
