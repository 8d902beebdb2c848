import { ColloquyError } from '@colloquy/core';
import { answerText, type TunedKnowledge } from '../answer/answer-text.ts';
import type { EnginePiece, GenerateRequest } from '../generate-request.ts';
import { jsonAnswer } from '../schema/json-answer.ts';
import { hashText, seededRandom } from '../text/random.ts';
import { countMessageTokens, countTokens } from '../tokens/count-tokens.ts';
import { loadTokenizer, type Tokenizer } from '../tokens/tokenizer.ts';
import { type PlannedCall, planCalls } from '../tools/plan-calls.ts';
import { StopWatch, type TextBit } from './stop-watch.ts';
import { tokenLogprob } from './token-logprobs.ts';

/** The words around each tool call that a chat service counts too. */
const CALL_OVERHEAD = 3;

/** Answers a request: tool calls where the prompt asks for them, otherwise text, a token at a time. */
export async function* generate(
  request: GenerateRequest,
  tuned: TunedKnowledge | undefined,
): AsyncGenerator<EnginePiece, void, undefined> {
  const tokenizer = await loadTokenizer();
  const promptTokens = await countPrompt(request);
  checkSignal(request);
  const calls = planCalls(request);
  if (calls.length > 0) yield* callPieces(tokenizer, calls, promptTokens);
  else yield* textPieces(tokenizer, request, answer(request, tuned), promptTokens);
}

async function countPrompt({ messages, tools, responseFormat }: GenerateRequest): Promise<number> {
  let total = await countMessageTokens(messages);
  if (tools && tools.length > 0) total += await countTokens(JSON.stringify(tools));
  if (responseFormat?.type === 'json_schema') total += await countTokens(JSON.stringify(responseFormat.schema));
  return total;
}

function* callPieces(
  tokenizer: Tokenizer,
  calls: readonly PlannedCall[],
  promptTokens: number,
): Generator<EnginePiece> {
  let completionTokens = 0;
  for (const { name, argumentsJson } of calls) {
    const tokens = tokenizer.split(argumentsJson);
    completionTokens += tokens.length + tokenizer.count(name) + CALL_OVERHEAD;
    const fragments = tokens.map((token) => token.text).filter((text) => text !== '');
    yield { type: 'tool_call', name, arguments: argumentsJson, fragments };
  }
  yield { type: 'end', finishReason: 'tool_calls', usage: { promptTokens, completionTokens } };
}

function answer(request: GenerateRequest, tuned: TunedKnowledge | undefined): Iterable<string> {
  const temperature = request.temperature ?? 1;
  const said = request.messages.map(({ role, content }) => `${role}\n${content}`).join('\n');
  // Without temperature there is nothing to vary, so the seed does not count.
  const random = seededRandom(hashText(said, temperature < 0.01 ? 0 : (request.seed ?? 0)));
  const format = request.responseFormat ?? { type: 'text' };
  if (format.type === 'text') return answerText(request.messages, { random, temperature, tuned });
  return [jsonAnswer(request.messages, format, { random, temperature, tuned })];
}

function* textPieces(
  tokenizer: Tokenizer,
  request: GenerateRequest,
  chunks: Iterable<string>,
  promptTokens: number,
): Generator<EnginePiece> {
  const stops = new StopWatch(request.stop ?? []);
  const most = request.maxTokens ?? Number.POSITIVE_INFINITY;
  let before = '';
  let completionTokens = 0;
  let finishReason: 'stop' | 'length' = 'stop';
  generating: for (const chunk of chunks) {
    for (const token of tokenizer.split(chunk)) {
      if (completionTokens >= most) {
        finishReason = 'length';
        break generating;
      }
      checkSignal(request);
      completionTokens += 1;
      const bit: TextBit =
        request.topLogprobs === undefined
          ? { text: token.text }
          : { text: token.text, logprobs: [tokenLogprob(tokenizer, before, token, request.topLogprobs)] };
      before += token.text;
      for (const ready of stops.push(bit)) yield* piece(ready);
      if (stops.hit) break generating;
    }
  }
  for (const ready of stops.flush()) yield* piece(ready);
  yield { type: 'end', finishReason, usage: { promptTokens, completionTokens } };
}

function* piece(bit: TextBit): Generator<EnginePiece> {
  // A token that ends inside a character has no text yet; it is worth a piece only where its bytes were asked for.
  if (bit.text !== '' || bit.logprobs) yield { type: 'text', ...bit };
}

function checkSignal({ signal }: GenerateRequest): void {
  if (signal?.aborted)
    throw new ColloquyError('aborted', 'The generation was aborted by its signal.', { cause: signal.reason });
}
