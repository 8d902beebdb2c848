import type { Answer, CallPiece, Ending } from './answer.ts';
import { usageMetadata } from './usage-metadata.ts';

type Fields = Record<string, unknown>;

/** The fields of a completion and of its message that have a place of their own in LangChain. */
const KNOWN_HEAD: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'system_fingerprint',
  'service_tier',
  'obfuscation',
]);
const KNOWN_MESSAGE: ReadonlySet<string> = new Set([
  'role',
  'content',
  'refusal',
  'reasoning_content',
  'tool_calls',
  'annotations',
  'audio',
  'function_call',
]);

/** The answers of a whole chat completion, one for each choice. */
export function chatAnswers(completion: Fields): Answer[] {
  return ((completion['choices'] ?? []) as Fields[]).map((choice) => {
    const message = (choice['message'] ?? {}) as Fields;
    const { content, reasoning_content: reasoning, tool_calls: calls } = message;
    return {
      text: typeof content === 'string' ? content : joined(content),
      reasoning: typeof reasoning === 'string' ? reasoning : '',
      calls: Array.isArray(calls) ? calls.map(wholeCall) : [],
      ...chatEnding(completion, choice, message, unknownOf(completion, KNOWN_HEAD)),
    };
  });
}

/** What is said once of a chat answer; `head` is the completion or the stream's chunks, added up. */
export function chatEnding(head: Fields, choice: Fields, message: Fields, unknown: Fields): Ending {
  const { refusal, annotations, audio, function_call: oldCall } = message;
  const provider = { ...unknown, ...unknownOf(message, KNOWN_MESSAGE) };
  const reasoning = message['reasoning_content'];
  return {
    id: typeof head['id'] === 'string' ? head['id'] : undefined,
    model: typeof head['model'] === 'string' ? head['model'] : undefined,
    usage: usageMetadata(head['usage']),
    finishReason: typeof choice['finish_reason'] === 'string' ? choice['finish_reason'] : undefined,
    metadata: {
      ...facts(head, ['created', 'system_fingerprint', 'service_tier', 'usage']),
      ...(choice['logprobs'] ? { logprobs: choice['logprobs'] } : {}),
    },
    kwargs: {
      ...(typeof reasoning === 'string' && reasoning !== '' ? { reasoning_content: reasoning } : {}),
      ...(typeof refusal === 'string' ? { refusal } : {}),
      ...(Array.isArray(annotations) && annotations.length > 0 ? { annotations } : {}),
      ...(audio ? { audio } : {}),
      ...(oldCall ? { function_call: oldCall } : {}),
      ...(Object.keys(provider).length > 0 ? { provider } : {}),
    },
  };
}

/** The fields that have no place here, and are handed on as they are. */
export function unknownChatFields(chunk: Fields): Fields {
  return unknownOf(chunk, KNOWN_HEAD);
}

function unknownOf(fields: Fields, known: ReadonlySet<string>): Fields {
  const unknown: Fields = {};
  for (const key in fields) {
    if (!known.has(key) && key !== '__proto__' && fields[key] !== null && fields[key] !== undefined)
      unknown[key] = fields[key];
  }
  return unknown;
}

function facts(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(
    names.filter((name) => fields[name] !== undefined && fields[name] !== null).map((name) => [name, fields[name]]),
  );
}

function wholeCall(call: Fields, index: number): CallPiece {
  const custom = call['custom'] as Fields | undefined;
  const fn = (call['function'] ?? {}) as Fields;
  // A custom tool takes a text, which LangChain keeps under `input`.
  const args = custom === undefined ? String(fn['arguments'] ?? '') : JSON.stringify({ input: custom['input'] });
  return { index, id: String(call['id']), name: String(custom?.['name'] ?? fn['name']), args };
}

/** Some services answer with parts, as in a request. */
function joined(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content.map((part: Fields) => (typeof part?.['text'] === 'string' ? part['text'] : '')).join('');
}
