import { ApiError } from '@colloquy/core';
import type { Answer, CallPiece, Ending } from './answer.ts';
import { usageMetadata } from './usage-metadata.ts';

type Fields = Record<string, unknown>;

const REASONS: Readonly<Record<string, string>> = { max_output_tokens: 'length', content_filter: 'content_filter' };

/** The answer of a whole response; throws an `ApiError` for one that failed. */
export function responseAnswer(response: Fields): Answer {
  const output = itemsOf(response);
  const texts = partsOf(output, 'output_text').map(({ text }) => text);
  const calls = output.filter(isCall).map(wholeCall);
  return {
    text: texts.join(''),
    reasoning: thoughtOf(output),
    calls,
    ...responseEnding(response),
  };
}

/** What is said once of a response; throws an `ApiError` for one that failed. */
export function responseEnding(response: Fields): Ending {
  if (response['status'] === 'failed') throw failure(response);
  const output = itemsOf(response);
  const refusals = partsOf(output, 'refusal').map(({ refusal }) => refusal);
  const annotations = partsOf(output, 'output_text').flatMap(({ annotations: some }) =>
    Array.isArray(some) ? some : [],
  );
  const thoughts = output.filter(({ type }) => type === 'reasoning');
  const reasoning = thoughtOf(thoughts);
  const outputs = output.filter((item) => !isCall(item) && item['type'] !== 'message' && item['type'] !== 'reasoning');
  const reason = (response['incomplete_details'] as Fields | null)?.['reason'];
  const finished = output.some(isCall) ? 'tool_calls' : 'stop';
  return {
    id: typeof response['id'] === 'string' ? response['id'] : undefined,
    model: typeof response['model'] === 'string' ? response['model'] : undefined,
    usage: usageMetadata(response['usage']),
    finishReason: response['status'] === 'incomplete' ? (REASONS[String(reason)] ?? 'length') : finished,
    metadata: Object.fromEntries(
      ['status', 'created_at', 'service_tier', 'incomplete_details', 'usage']
        .filter((name) => response[name] !== undefined && response[name] !== null)
        .map((name) => [name, response[name]]),
    ),
    kwargs: {
      ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
      ...(thoughts.length === 0 ? {} : { reasoning_items: thoughts }),
      ...(refusals.length === 0 ? {} : { refusal: refusals.join('') }),
      ...(annotations.length === 0 ? {} : { annotations }),
      ...(outputs.length === 0 ? {} : { tool_outputs: outputs }),
    },
  };
}

/** Whether an item is a call for the caller to run. */
export function isCall({ type }: Fields): boolean {
  return type === 'function_call' || type === 'custom_tool_call';
}

/** What a reasoning item tells: its text where the service gives it, else its summary. */
function reasoningText(item: Fields): string {
  if (item['type'] !== 'reasoning') return '';
  const content = (item['content'] ?? []) as Fields[];
  const parts = content.length > 0 ? content : ((item['summary'] ?? []) as Fields[]);
  return parts.map(({ text }) => (typeof text === 'string' ? text : '')).join('\n\n');
}

/** All reasoning of an answer; its parts are paragraphs. */
function thoughtOf(output: readonly Fields[]): string {
  return output
    .map(reasoningText)
    .filter((text) => text !== '')
    .join('\n\n');
}

function wholeCall(item: Fields, index: number): CallPiece {
  const args =
    item['type'] === 'custom_tool_call' ? JSON.stringify({ input: item['input'] }) : String(item['arguments'] ?? '');
  return { index, id: String(item['call_id']), name: String(item['name']), args };
}

function itemsOf(response: Fields): Fields[] {
  return Array.isArray(response['output']) ? response['output'] : [];
}

function partsOf(output: readonly Fields[], type: string): Fields[] {
  return output
    .filter((item) => item['type'] === 'message' && Array.isArray(item['content']))
    .flatMap((item) => item['content'] as Fields[])
    .filter((part) => part['type'] === type);
}

function failure(response: Fields): ApiError {
  const { code, message } = (response['error'] ?? {}) as Fields;
  const said = typeof message === 'string' ? message : 'it did not say why';
  const limited = code === 'rate_limit_exceeded';
  return new ApiError(limited ? 'rate_limit' : 'server', `the response failed: ${said}`, {
    apiCode: typeof code === 'string' ? code : null,
    body: response['error'],
  });
}
