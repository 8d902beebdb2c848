import { ApiError } from '@colloquy/core';
import type {
  ChatWrapper,
  LlamaChatResponse,
  LlamaChatResponseFunctionCall,
  LlamaContextSequence,
  LlamaModel,
} from 'node-llama-cpp';
import type { EngineFinishReason, EnginePiece, GenerateRequest } from '../engine/generate-request.ts';
import { StopWatch, type TextBit } from '../engine/generation/stop-watch.ts';
import { conforms } from '../engine/schema/conforms.ts';
import type { JsonSchema } from '../engine/schema/json-schema.ts';
import { chatHistory } from './chat-history.ts';
import type { OpenModel } from './open-model.ts';
import { PieceQueue } from './piece-queue.ts';
import type { Prepared } from './prepare.ts';
import { readPrompt } from './read-prompt.ts';

/** What one answer is made with. */
export interface Answering {
  readonly open: OpenModel;
  readonly sequence: LlamaContextSequence;
  readonly request: GenerateRequest;
  readonly prepared: Prepared;
  readonly pieces: PieceQueue;
  /** Ends the work, whoever fires it. */
  readonly stop: AbortController;
}

/** Writes one answer into the queue, token by token; llama.cpp works in threads of its own meanwhile. */
export async function answer({ open, sequence, request, prepared, pieces, stop }: Answering): Promise<void> {
  const { LlamaChat } = open.module;
  const { grammar, functions, maxTokens, prompt, mustCall } = prepared;
  const stops = new StopWatch(request.stop ?? []);
  let text = '';
  const say = (bits: readonly TextBit[]): void => {
    for (const bit of bits) {
      text += bit.text;
      if (bit.text !== '') pieces.push({ type: 'text', text: bit.text });
    }
  };
  await readPrompt(sequence, prompt.tokens, stop.signal);
  const meter = sequence.tokenMeter.getState();
  const chat = new LlamaChat({
    contextSequence: sequence,
    chatWrapper: mustCall ? callingFirst(open) : open.chat,
  });
  let response: LlamaChatResponse | undefined;
  try {
    response = await chat.generateResponse(chatHistory(request.messages), {
      onTextChunk(chunk) {
        say(stops.push({ text: chunk }));
        if (stops.hit) stop.abort();
      },
      signal: stop.signal,
      stopOnAbortSignal: true,
      maxTokens,
      temperature: request.temperature ?? 1,
      seed: request.seed ?? 0,
      repeatPenalty: false,
      ...(functions
        ? {
            functions,
            ...(request.parallelToolCalls === false ? { maxParallelFunctionCalls: 1 } : {}),
            onFunctionCall: (call) => pieces.push(toolCall(open.model, request, call)),
          }
        : grammar
          ? { grammar }
          : {}),
    });
  } catch (error) {
    // A stop text at the very beginning ends the work before there is a response.
    if (!stops.hit) throw error;
  } finally {
    chat.dispose({ disposeSequence: false });
  }
  say(stops.flush());
  const stopReason = response?.metadata.stopReason;
  const finishReason = stops.hit ? 'stop' : finishReasonOf(stopReason);
  if (grammar && finishReason === 'stop' && !stops.hit) checkJson(text, request);
  const written = sequence.tokenMeter.diff(meter).usedOutputTokens;
  // The token that ends an answer is no part of it.
  const completionTokens = stopReason === 'eogToken' ? written - 1 : written;
  pieces.push({ type: 'end', finishReason, usage: { promptTokens: prompt.count, completionTokens } });
}

/** The chat template, with the answer begun as a call: the model may only choose which. */
function callingFirst({ chat, module }: OpenModel): ChatWrapper {
  const calling: ChatWrapper = Object.create(chat);
  calling.generateContextState = (options) => {
    const { contextText, stopGenerationTriggers } = chat.generateContextState(options);
    return {
      contextText,
      stopGenerationTriggers,
      noPrefixTrigger: { type: 'functionCall', inject: module.LlamaText([]) },
    };
  };
  return calling;
}

function finishReasonOf(reason: LlamaChatResponse['metadata']['stopReason'] | undefined): EngineFinishReason {
  if (reason === 'functionCalls') return 'tool_calls';
  return reason === 'maxTokens' ? 'length' : 'stop';
}

function toolCall(
  model: LlamaModel,
  { tools = [] }: GenerateRequest,
  { functionName, params }: LlamaChatResponseFunctionCall<Record<string, never>>,
): EnginePiece {
  const value: unknown = params ?? {};
  const schema = tools.find(({ name }) => name === functionName)?.parameters ?? true;
  if (!conforms(schema, value, schema)) throw strayed(`the call of '${functionName}'`);
  const text = JSON.stringify(value);
  return { type: 'tool_call', name: functionName, arguments: text, fragments: fragmentsOf(model, text) };
}

function checkJson(text: string, { responseFormat }: GenerateRequest): void {
  const schema: JsonSchema = responseFormat?.type === 'json_schema' ? responseFormat.schema : { type: 'object' };
  if (!conforms(schema, JSON.parse(text), schema)) throw strayed('the answer');
}

/** Where a grammar is wider than JSON Schema (9e999 is an integer to it), an error is better than a wrong value. */
function strayed(what: string): ApiError {
  const message = `The model strayed from the schema in ${what}; ask again with another seed.`;
  return new ApiError('server', message, { status: 500, type: 'server_error' });
}

/** A text cut at its tokens; those that end inside a character stay together. */
function fragmentsOf(model: LlamaModel, text: string): string[] {
  const fragments: string[] = [];
  let done = 0;
  const tokens = model.tokenize(text);
  for (let end = 1; end <= tokens.length; end++) {
    const fragment = model.detokenize(tokens.slice(done, end));
    if (fragment.endsWith('\uFFFD')) continue;
    fragments.push(fragment);
    done = end;
  }
  // Some tokenizers add or lose spaces on the way back.
  return fragments.join('') === text ? fragments : [text];
}
