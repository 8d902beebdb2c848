export type {
  Batch,
  BatchCreateParams,
  BatchError,
  BatchListParams,
} from './batches.ts';
export type {
  ChatCompletionAudioParam,
  ChatCompletionCreateParams,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionListParams,
  ChatCompletionModality,
  ChatCompletionPredictionContent,
  ChatCompletionResponseFormat,
  ChatCompletionStreamOptions,
  ChatCompletionUpdateParams,
  ChatCompletionWebSearchOptions,
  MessageListParams,
} from './chat-completion-params.ts';
export type {
  ChatCompletion,
  ChatCompletionAudio,
  ChatCompletionChoice,
  ChatCompletionChunk,
  ChatCompletionChunkChoice,
  ChatCompletionChunkDelta,
  ChatCompletionChunkToolCall,
  ChatCompletionDeleted,
  ChatCompletionFinishReason,
  ChatCompletionMessage,
  ChatCompletionStoreMessage,
  ChatCompletionTokenLogprob,
} from './chat-completions.ts';
export type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionContentPartFile,
  ChatCompletionContentPartImage,
  ChatCompletionContentPartInputAudio,
  ChatCompletionContentPartRefusal,
  ChatCompletionContentPartText,
  ChatCompletionDeveloperMessageParam,
  ChatCompletionFunctionMessageParam,
  ChatCompletionMessageParam,
  ChatCompletionRole,
  ChatCompletionSystemMessageParam,
  ChatCompletionToolMessageParam,
  ChatCompletionUserMessageParam,
} from './chat-messages.ts';
export type {
  ChatCompletionAllowedToolChoice,
  ChatCompletionAllowedTools,
  ChatCompletionCustomTool,
  ChatCompletionFunctionTool,
  ChatCompletionMessageCustomToolCall,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageToolCall,
  ChatCompletionNamedToolChoice,
  ChatCompletionNamedToolChoiceCustom,
  ChatCompletionTool,
  ChatCompletionToolChoiceOption,
} from './chat-tools.ts';
export { collect, join, toBytes } from './collect.ts';
export type { CompletionUsage } from './completion-usage.ts';
export type {
  CreateEmbeddingResponse,
  Embedding,
  EmbeddingCreateParams,
} from './embeddings.ts';
export type { ErrorObject } from './error-body.ts';
export { type EventBatch, EventStream } from './event-stream.ts';
export type {
  FileDeleted,
  FileExpiresAfter,
  FileListParams,
  FileObject,
  FilePurpose,
} from './files.ts';
export type {
  CheckpointListParams,
  DpoHyperparameters,
  FineTuningJob,
  FineTuningJobCheckpoint,
  FineTuningJobCreateParams,
  FineTuningJobError,
  FineTuningJobEvent,
  FineTuningJobIntegration,
  FineTuningJobStatus,
  FineTuningMethod,
  FineTuningMetrics,
  JobCreateParams,
  JobListEventsParams,
  JobListParams,
  ReinforcementHyperparameters,
  ReinforcementMethod,
  SupervisedHyperparameters,
} from './fine-tuning.ts';
export { type EventMapper, mapEvents } from './map-events.ts';
export type {
  Model,
  ModelDeleted,
} from './models.ts';
export type {
  Moderation,
  ModerationCreateParams,
  ModerationCreateResponse,
} from './moderations.ts';
export { eventReader, parseEvents } from './parse-events.ts';
export { eventBatch } from './read-parts.ts';
export type { ReleasableBytes } from './releasable-bytes.ts';
export type {
  ImageDetail,
  ResponseContent,
  ResponseFunctionCallOutputItem,
  ResponseFunctionCallOutputItemList,
  ResponseInputAudio,
  ResponseInputContent,
  ResponseInputFile,
  ResponseInputFileContent,
  ResponseInputImage,
  ResponseInputImageContent,
  ResponseInputMessageContentList,
  ResponseInputText,
  ResponseInputTextContent,
  ResponseOutputRefusal,
  ResponseOutputText,
} from './response-content.ts';
export type {
  ResponseInput,
  ResponseInputItem,
} from './response-input.ts';
export type {
  EasyInputMessage,
  ResponseAdditionalTools,
  ResponseAdditionalToolsParam,
  ResponseCompactionItem,
  ResponseCompactionItemParam,
  ResponseCompactionTrigger,
  ResponseConfigurationUpdateItem,
  ResponseConfigurationUpdateItemParam,
  ResponseCustomToolCall,
  ResponseCustomToolCallItem,
  ResponseCustomToolCallOutput,
  ResponseCustomToolCallOutputItem,
  ResponseFormatTextConfig,
  ResponseFormatTextJSONSchemaConfig,
  ResponseFunctionCallOutput,
  ResponseFunctionToolCall,
  ResponseFunctionToolCallItem,
  ResponseFunctionToolCallOutputItem,
  ResponseInputMessage,
  ResponseInputMessageItem,
  ResponseItemReference,
  ResponseOutputMessage,
  ResponseReasoningItem,
} from './response-items.ts';
export type {
  ResponseItem,
  ResponseOutputItem,
} from './response-output.ts';
export type {
  InputItemListParams,
  ResponseConversationParam,
  ResponseCreateParams,
  ResponseCreateParamsBase,
  ResponseCreateParamsNonStreaming,
  ResponseCreateParamsStreaming,
  ResponseIncludable,
  ResponsePrompt,
  ResponseRetrieveParams,
  ResponseRetrieveParamsBase,
  ResponseRetrieveParamsNonStreaming,
  ResponseRetrieveParamsStreaming,
  ResponseTextConfig,
  ServiceTier,
} from './response-params.ts';
export type { ResponseStreamEvent } from './response-stream-events.ts';
export type {
  CustomTool,
  CustomToolInputFormat,
  FunctionTool,
  NamespaceTool,
  ResponseToolChoice,
  Tool,
  ToolChoiceAllowed,
  ToolChoiceApplyPatch,
  ToolChoiceCustom,
  ToolChoiceFunction,
  ToolChoiceMcp,
  ToolChoiceOptions,
  ToolChoiceShell,
  ToolChoiceTypes,
} from './response-tools.ts';
export type {
  Response,
  ResponseDeleted,
  ResponseError,
  ResponseItemList,
  ResponseStatus,
  ResponseUsage,
} from './responses.ts';
export { ServerEvent } from './server-event.ts';
export type {
  FunctionDefinition,
  JsonSchema,
  Metadata,
  Reasoning,
  ReasoningEffort,
  ResponseFormatJSONObject,
  ResponseFormatJSONSchema,
  ResponseFormatText,
} from './shared.ts';
export type {
  JsonValue,
  RetryNote,
  Timeouts,
  Transport,
  TransportLayer,
  Waits,
  WireHeaders,
  WireReply,
  WireReplyBody,
  WireRequest,
  WireRequestBody,
} from './transport.ts';
export type {
  Upload,
  UploadCompleteParams,
  UploadCreateParams,
  UploadPart,
} from './uploads.ts';
export { holdsEvents } from './whole-read.ts';
