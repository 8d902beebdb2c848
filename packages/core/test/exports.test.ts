import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

// What users may rely on. A name that is new here is a promise; one that is gone is a breaking change.

/** The values of each subpath. */
const VALUES: Readonly<Record<string, string>> = {
  '.': `
    ApiError ChatStream ColloquyError DatasetError EventStream ResponseStream ServerEvent StreamError TranslationError
    collect createClient defineProvider eventBatch eventReader fetchTransport formatGoDuration holdsEvents isContent linger mapEvents parseEvents
    parseGoDuration readErrorBody readErrorEvent readRateLimit toBytes undiciTransport
  `,
  './providers': `
    anvilgpt defineProvider eugpt jrc ollama openWebUI openai vllm
  `,
  './dataset': `
    DatasetChecker MAX_LINE_BYTES estimateTokens validateDataset
  `,
  './testing': `
    CHAT_END chatEvent chunk jsonAnswer rawServer rechunk scriptedTransport streamHead transportConformance
  `,
  './otel': `
    otelHooks
  `,
};

/** The types of each subpath. */
const TYPES: Readonly<Record<string, string>> = {
  '.': `
    ApiErrorDetails ApiPromise Batch BatchCreateParams Batches CallFacts CallOptions Chat ChatCompletion
    ChatCompletionChoice ChatCompletionChunk ChatCompletionChunkDelta ChatCompletionContentPart
    ChatCompletionCreateParams ChatCompletionCreateParamsNonStreaming ChatCompletionCreateParamsStreaming
    ChatCompletionDeleted ChatCompletionFinishReason ChatCompletionFunctionTool ChatCompletionListParams
    ChatCompletionMessage ChatCompletionMessageParam ChatCompletionMessageToolCall ChatCompletionResponseFormat
    ChatCompletionStoreMessage ChatCompletionTool ChatCompletionToolChoiceOption ChatCompletions Client ClientHooks
    ClientOptions ClosableTransport CompletionUsage CreateEmbeddingResponse DatasetFault Embedding
    EmbeddingCreateParams Embeddings Endpoint ErrorCode ErrorDetails ErrorWords EventBatch EventMapper FileContent
    FileCreateParams FileDeleted FileListParams FileObject FilePurpose FileUploadOptions Files FineTuning
    FineTuningJob FineTuningJobCheckpoint FineTuningJobCreateParams FineTuningJobEvent FineTuningJobStatus
    FineTuningJobs FineTuningMethod FunctionDefinition FunctionTool InputItemListParams JsonSchema JsonValue
    LimitWindow Metadata Model ModelDeleted Models Moderation ModerationCreateParams ModerationCreateResponse
    Moderations Page PagePromise PartialMessage PartialToolCall Provider ProviderChanges ProviderInput ProviderQuirks
    ProviderQuota RateLimitSnapshot Reasoning ReasoningEffort ReleasableBytes ReplyFacts Response ResponseCreateParams
    ResponseCreateParamsNonStreaming ResponseCreateParamsStreaming ResponseDeleted ResponseError
    ResponseFunctionToolCall ResponseInput ResponseInputContent ResponseInputItem ResponseItem ResponseOutputItem
    ResponseOutputMessage ResponseOutputText ResponseReasoningItem ResponseStatus ResponseStreamEvent
    ResponseTextConfig ResponseToolChoice ResponseUsage Responses RetryNote StreamEnd StreamErrorDetails Timeouts Tool
    TranslationDirection TranslationErrorDetails Transport TransportLayer Upload UploadCompleteParams
    UploadCreateParams UploadPart UploadProgress Uploadable Uploads Waits WatchOptions WireHeaders WireReply WireReplyBody
    WireRequest WireRequestBody WithResponse
  `,
  './providers': `
    Endpoint Provider ProviderChanges ProviderInput ProviderQuirks ProviderQuota
  `,
  './dataset': `
    DatasetCheckerOptions DatasetMethod DatasetProblem DatasetProblemCode DatasetReport DatasetSource
  `,
  './testing': `
    ConformanceOptions RawExchange RawServer ScriptedReply ScriptedTransport TestFunction
  `,
  './otel': `
    OtelOptions
  `,
};

const SOURCES = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string' ? [] : [[path, join(import.meta.dirname, '..', target['@colloquy/source'])] as const],
);

const listed = (names: string | undefined) => names?.trim().split(/\s+/);

test('every subpath of the package is in these lists', () => {
  const paths = SOURCES.map(([path]) => path);
  expect(Object.keys(VALUES)).toEqual(paths);
  expect(Object.keys(TYPES)).toEqual(paths);
});

test.each(SOURCES)('%s exports these values, and no others', async (path, file) => {
  expect(Object.keys(await import(file)).sort()).toEqual(listed(VALUES[path]));
});

test.each(SOURCES)('%s exports these types, and no others', (path, file) => {
  const source = readFileSync(file, 'utf8');
  expect(source).not.toMatch(/export \*|export default/);
  const types = [...source.matchAll(/export (type )?\{([^}]*)\}/g)].flatMap(([, isType, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && (isType !== undefined || name.startsWith('type ')))
      .map((name) => name.replace(/^type /, '')),
  );
  expect(types.sort()).toEqual(listed(TYPES[path]));
});
