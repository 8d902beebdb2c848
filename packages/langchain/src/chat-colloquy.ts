import { ColloquyError, type Provider } from '@colloquy/core';
import { estimateTokens } from '@colloquy/core/dataset';
import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import type { BaseLanguageModelInput, StructuredOutputMethodOptions } from '@langchain/core/language_models/base';
import { BaseChatModel, type BindToolsInput, type LangSmithParams } from '@langchain/core/language_models/chat_models';
import type { ChatModelStreamEvent } from '@langchain/core/language_models/event';
import type { ModelProfile } from '@langchain/core/language_models/profile';
import type { AIMessageChunk, BaseMessage, MessageContent } from '@langchain/core/messages';
import type { ChatGenerationChunk, ChatResult } from '@langchain/core/outputs';
import { ensureConfig, type Runnable } from '@langchain/core/runnables';
import type { IterableReadableStream } from '@langchain/core/utils/stream';
import { registerBlockTranslator } from './blocks/register-block-translator.ts';
import type { ChatColloquyCallOptions, ChatColloquyFields } from './chat-colloquy-fields.ts';
import { CALL_KEYS, MODEL_KEYS, readFields, SERIALIZABLE_KEYS } from './chat-colloquy-options.ts';
import { Connection } from './connection/connection.ts';
import { rethrow } from './connection/rethrow.ts';
import { APIS, itemStream } from './exchange/api.ts';
import { type Exchange, exchange, marked, type Reply } from './exchange/exchange.ts';
import { knownProfile } from './known-profile.ts';
import { modelJson } from './model-json.ts';
import { generation } from './reply/ai-message.ts';
import { llmOutput } from './reply/llm-output.ts';
import { answersOf, refuseSeveral } from './request/answers-of.ts';
import { callSettings, type ModelSettings } from './request/call-settings.ts';
import { chooseApi } from './request/choose-api.ts';
import { NOTHING_LEARNED } from './request/learned.ts';
import { chatTool } from './request/tools.ts';
import { generationChunk } from './stream/generation-chunk.ts';
import { leavable } from './stream/leavable.ts';
import { ModelEvents } from './stream/model-events.ts';
import { openStream } from './stream/open-stream.ts';
import { type Piece, pieces } from './stream/piece.ts';
import { pieceOptions } from './stream/piece-options.ts';
import { wholeGeneration } from './stream/whole-generation.ts';
import type { StructureOptions } from './structured/structure-of.ts';
import { type OutputSchema, structuredModel } from './structured/structured-model.ts';
import { VERSION } from './version.ts';

type Fields = Record<string, unknown>;
type Options = ChatColloquy['ParsedCallOptions'];

/**
 * A chat model of any OpenAI-compatible service, for LangChain.
 *
 * The client's errors reach the caller as they are. Only the client retries, as often as `maxRetries` says; LangChain's
 * own retrying is off. Nobody but the service is ever called.
 *
 * @example
 * const model = new ChatColloquy({ model: 'gpt-4o-mini', provider: jrc });   // the key comes from JRC_API_KEY
 */
export class ChatColloquy extends BaseChatModel<ChatColloquyCallOptions, AIMessageChunk> {
  override lc_serializable = true;
  readonly model: string;
  readonly streaming: boolean;
  readonly temperature: number | undefined;
  readonly maxTokens: number | undefined;
  readonly stop: string[] | undefined;
  readonly #fields: ChatColloquyFields;
  readonly #connection: Connection;
  readonly #settings: ModelSettings;

  constructor(fields: ChatColloquyFields);
  constructor(model: string, fields?: Omit<ChatColloquyFields, 'model'>);
  constructor(modelOrFields: string | ChatColloquyFields, rest?: Partial<ChatColloquyFields>) {
    const fields = readFields(modelOrFields, rest);
    super({ ...fields, maxRetries: 0, onFailedAttempt: fields.onFailedAttempt ?? rethrow });
    this.#fields = fields;
    this.#connection = new Connection(fields);
    this.model = fields.model;
    this.streaming = fields.streaming ?? false;
    this.temperature = fields.temperature;
    this.maxTokens = fields.maxTokens;
    this.stop = fields.stop ?? fields.stopSequences;
    this.#settings = { ...fields, stop: this.stop };
    this._addVersion('@colloquy/langchain', VERSION);
    registerBlockTranslator();
  }

  static override lc_name(): string {
    return 'ChatColloquy';
  }

  override get lc_serializable_keys(): string[] {
    return [...SERIALIZABLE_KEYS];
  }

  override get lc_secrets(): { [key: string]: string } {
    return { apiKey: this.provider.apiKeyEnv };
  }

  override get lc_aliases(): { [key: string]: string } {
    return { baseURL: 'base_url' };
  }

  /** The call options that LangChain does not take for run options. */
  override get callKeys(): string[] {
    return [...super.callKeys, ...CALL_KEYS];
  }

  /** The provider that is called. */
  get provider(): Provider {
    return this.#connection.provider;
  }

  /** What is known of the provider's models, and above it the `profile` that was given. */
  override get profile(): ModelProfile {
    return { ...knownProfile(this.provider), ...this.#fields.profile };
  }

  /** The name of the class of models in LangChain's traces. */
  override _llmType(): string {
    return 'colloquy';
  }

  /** The model as JSON that `load` reads; the key is named, never written, and headers are left out. */
  override toJSON(): ReturnType<BaseChatModel['toJSON']> {
    const json = super.toJSON();
    return { ...json, kwargs: modelJson(this.#fields, this.provider) } as typeof json;
  }

  override _identifyingParams(): Fields {
    const fields = this.#fields as unknown as Fields;
    const { baseURL } = this.#fields;
    const own = Object.fromEntries(
      MODEL_KEYS.filter((key) => fields[key] !== undefined).map((key) => [key, fields[key]]),
    );
    return { ...own, provider: this.provider.name, baseURL: baseURL ?? this.provider.baseURL };
  }

  /** Headers and signals say nothing about the answer, and a header may be a secret. */
  override _getSerializedCacheKeyParametersForCall(options: ChatColloquyCallOptions): string {
    const { headers: _, signal: __, ...asked } = options;
    const { tools: ___, ...rest } = asked;
    return super._getSerializedCacheKeyParametersForCall({
      ...rest,
      ...this.invocationParams(options as Options),
      outputVersion: options.outputVersion ?? this.outputVersion,
    } as ChatColloquyCallOptions);
  }

  /** Leaves the headers out, since one may be a secret. */
  protected override _getCallOptionsForTracing(options: Options): Options {
    const { headers: _, ...shown } = options;
    return shown as Options;
  }

  /** What LangSmith shows of a call. */
  override getLsParams(options: Options): LangSmithParams {
    const { temperature, maxTokens, stop } = callSettings(this.#settings, options);
    return {
      ls_provider: this.provider.name,
      ls_model_name: this.model,
      ls_model_type: 'chat',
      ls_temperature: temperature,
      ls_max_tokens: maxTokens,
      ls_stop: stop === undefined ? undefined : [...stop],
    } as LangSmithParams;
  }

  /** The request's parameters, without its messages. */
  override invocationParams(options: Options = {} as Options): Fields {
    const settings = callSettings(this.#settings, options);
    const api = APIS[chooseApi(this.#fields.api ?? 'auto', this.provider, settings.tools)];
    return api.body(settings, NOTHING_LEARNED);
  }

  /** About how many tokens a text is: its bytes by 4, without asking anybody for a tokenizer. */
  override async getNumTokens(content: MessageContent): Promise<number> {
    return estimateTokens([{ content }]) - estimateTokens([{ content: '' }]);
  }

  override bindTools(
    tools: BindToolsInput[],
    kwargs?: Partial<ChatColloquyCallOptions>,
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatColloquyCallOptions> {
    const converted = tools.map((tool, index) => chatTool(tool, index, kwargs?.strict));
    return this.withConfig({ ...kwargs, tools: converted } as Partial<ChatColloquyCallOptions>) as Runnable<
      BaseLanguageModelInput,
      AIMessageChunk,
      ChatColloquyCallOptions
    >;
  }

  /** Asks for a whole answer; what `invoke` and `batch` call. */
  override async _generate(
    messages: BaseMessage[],
    options: Options,
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    const several = answersOf(callSettings(this.#settings, options)) > 1;
    if (this.streaming && !several) return wholeGeneration(this.#chunks(messages, options, runManager));
    const call = await this.#exchange(messages, options);
    const { data, context } = await this.#send(call, false);
    try {
      const answers = call.api.answers(data as Fields, call.ask.settings);
      return {
        generations: answers.map((answer) => generation(answer, context)),
        llmOutput: llmOutput(answers[0]?.usage),
      };
    } catch (error) {
      throw marked(error);
    }
  }

  override async stream(
    input: BaseLanguageModelInput,
    options?: Partial<ChatColloquyCallOptions>,
  ): Promise<IterableReadableStream<AIMessageChunk>> {
    return openStream(this._streamIterator(input, ensureConfig(options) as Partial<ChatColloquyCallOptions>));
  }

  /** Ends the request as soon as the reader leaves; LangChain's own goes on until the next chunk. */
  override _streamIterator(
    input: BaseLanguageModelInput,
    options?: Partial<ChatColloquyCallOptions>,
  ): AsyncGenerator<AIMessageChunk> {
    return leavable((signal) => super._streamIterator(input, { ...options, signal }), options?.signal);
  }

  /** The answer chunk by chunk; what `stream` and tracing read. */
  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: Options,
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    yield* this.#chunks(messages, options, runManager);
  }

  /** The answer as LangChain's content-block events. */
  override async *_streamChatModelEvents(
    messages: BaseMessage[],
    options: Options,
  ): AsyncGenerator<ChatModelStreamEvent> {
    let events: ModelEvents | undefined;
    for await (const [piece, { context }] of this.#pieces(messages, options)) {
      events ??= new ModelEvents(context);
      yield* events.push(piece);
    }
  }

  /**
   * A model that answers with what a schema describes (any Standard Schema, or JSON Schema), and throws where it does
   * not fit.
   */
  override withStructuredOutput<Output extends Fields = Fields>(
    schema: OutputSchema<Output>,
    config?: StructuredOutputMethodOptions<false>,
  ): Runnable<BaseLanguageModelInput, Output>;
  /** The same with the message the answer was read from; `parsed` is `null` where it does not fit. */
  override withStructuredOutput<Output extends Fields = Fields>(
    schema: OutputSchema<Output>,
    config?: StructuredOutputMethodOptions<true>,
  ): Runnable<BaseLanguageModelInput, { raw: BaseMessage; parsed: Output }>;
  override withStructuredOutput<Output extends Fields = Fields>(
    schema: OutputSchema<Output>,
    config: StructuredOutputMethodOptions<boolean> = {},
  ): unknown {
    return structuredModel(schema, config as StructureOptions, this.#fields.structuredOutputMethod, (call) =>
      this.withConfig(call as Partial<ChatColloquyCallOptions>),
    );
  }

  async *#chunks(
    messages: BaseMessage[],
    options: Options,
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    for await (const [piece, { context }] of this.#pieces(messages, options)) {
      const chunk = generationChunk(piece, context);
      yield chunk;
      await runManager?.handleLLMNewToken(chunk.text, { prompt: 0, completion: 0 }, undefined, undefined, undefined, {
        chunk,
      });
    }
  }

  async *#pieces(messages: BaseMessage[], options: Options): AsyncGenerator<[Piece, Reply]> {
    const call = await this.#exchange(messages, options);
    refuseSeveral(call.ask.settings);
    const reply = await this.#send(call, true);
    const how = pieceOptions(this.#fields.coalesce, call.api.cutAt(call.ask.settings));
    try {
      for await (const piece of pieces(itemStream(reply.data), call.api.reader(), how)) yield [piece, reply];
    } catch (error) {
      throw marked(error);
    }
  }

  /** Through LangChain's queue only where it has a bound: it adds nothing else. */
  #send(call: Exchange, streaming: boolean): Promise<Reply> {
    const send = () => exchange(this.#connection, call, streaming);
    return this.#fields.maxConcurrency === undefined ? send() : this.caller.call(send);
  }

  async #exchange(messages: readonly BaseMessage[], options: Options): Promise<Exchange> {
    const { signal } = options;
    if (signal?.aborted)
      throw new ColloquyError('aborted', 'the call was aborted before it was sent', { cause: signal.reason });
    const settings = callSettings(this.#settings, options);
    return {
      api: APIS[chooseApi(this.#fields.api ?? 'auto', this.provider, settings.tools)],
      ask: { settings, messages },
      structure: (options as { structure?: Exchange['structure'] }).structure,
      options: await this.#connection.callOptions(options),
    };
  }
}
