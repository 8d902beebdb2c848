import { completionToEvents } from '../dialect/fold-chat.ts';
import { responseToEvents } from '../dialect/fold-response.ts';
import { messageItem } from '../dialect/response-shape.ts';
import { ColloquyError } from '../errors/index.ts';
import { abortedError } from '../transport/deadline.ts';
import {
  type EventBatch,
  EventStream,
  ServerEvent,
  type Transport,
  type WireReply,
  type WireRequest,
} from '../wire/index.ts';

/** One answer of a script; what is left out is what a service would send by default. */
export interface ScriptedReply {
  /** The answer's text; streamed word by word where a stream was asked for. */
  readonly text?: string;
  /** The pieces the text is streamed in. @default its words */
  readonly pieces?: readonly string[];
  readonly reasoning?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: object; readonly id?: string }[];
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
  /** A whole JSON body, for any endpoint. */
  readonly json?: object;
  /** An error answer in place of the others. */
  readonly error?: {
    readonly status: number;
    readonly message?: string;
    readonly type?: string;
    readonly code?: string;
  };
  readonly headers?: Readonly<Record<string, string>>;
}

/** A transport that answers from a script and records what it was asked. */
export interface ScriptedTransport extends Transport {
  /** The requests so far, in order. */
  readonly calls: readonly WireRequest[];
}

type Fields = Record<string, unknown>;

/**
 * A service that answers from a script: the first reply to the first request, and so on.
 *
 * A request beyond the script rejects with `configuration`, which says how many replies there were.
 */
export function scriptedTransport(script: readonly ScriptedReply[]): ScriptedTransport {
  const calls: WireRequest[] = [];
  const transport: Transport = async (request) => {
    if (request.signal?.aborted) throw abortedError(request.signal);
    calls.push(request);
    const reply = script[calls.length - 1];
    if (reply === undefined) {
      throw new ColloquyError(
        'configuration',
        `the script has ${script.length} replies, and this is call ${calls.length}`,
      );
    }
    return answer(reply, request, calls.length);
  };
  return Object.assign(transport, { calls });
}

function answer(reply: ScriptedReply, request: WireRequest, number: number): WireReply {
  const headers = { 'x-request-id': `req_scripted_${number}`, ...reply.headers };
  if (reply.error !== undefined) {
    const { status, message = `scripted ${status}`, type = 'scripted_error', code = null } = reply.error;
    return json(status, { error: { message, type, param: null, code } }, headers);
  }
  if (reply.json !== undefined) return json(200, reply.json, headers);
  const body = (request.body ?? {}) as Fields;
  const isResponses = request.path === '/responses';
  const whole = isResponses ? response(reply, body, number) : completion(reply, body, number);
  if (body['stream'] !== true) return json(200, whole, headers);
  const events = isResponses ? responseToEvents(whole) : inPieces(completionToEvents(whole), reply);
  const batches = eachAlone(events, request.signal);
  return { status: 200, headers: { ...headers, 'content-type': 'text/event-stream' }, body: EventStream.from(batches) };
}

async function* eachAlone(events: readonly ServerEvent[], signal: AbortSignal | undefined): AsyncGenerator<EventBatch> {
  for (const event of events) {
    if (signal?.aborted) throw abortedError(signal);
    yield { events: [event] };
  }
}

function json(status: number, value: object, headers: Record<string, string>): WireReply {
  const body = new TextEncoder().encode(JSON.stringify(value));
  return { status, headers: { ...headers, 'content-type': 'application/json' }, body };
}

function usageOf({ usage = { prompt_tokens: 1, completion_tokens: 1 } }: ScriptedReply): Fields {
  return { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens };
}

function completion(reply: ScriptedReply, body: Fields, number: number): Fields {
  const calls = (reply.toolCalls ?? []).map((call, index) => ({
    id: call.id ?? `call_scripted_${number}_${index}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  return {
    id: `chatcmpl-scripted-${number}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: body['model'] ?? 'scripted',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: textOf(reply) ?? (calls.length > 0 ? null : ''),
          refusal: null,
          ...(reply.reasoning === undefined ? {} : { reasoning_content: reply.reasoning }),
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
        logprobs: null,
        finish_reason: calls.length > 0 ? 'tool_calls' : 'stop',
      },
    ],
    usage: usageOf(reply),
  };
}

function response(reply: ScriptedReply, body: Fields, number: number): Fields {
  const text = textOf(reply);
  const calls = (reply.toolCalls ?? []).map((call, index) => ({
    type: 'function_call',
    id: `fc_scripted_${number}_${index}`,
    call_id: call.id ?? `call_scripted_${number}_${index}`,
    name: call.name,
    arguments: JSON.stringify(call.arguments),
    status: 'completed',
  }));
  const { prompt_tokens: input, completion_tokens: output, total_tokens } = usageOf(reply);
  return {
    id: `resp_scripted_${number}`,
    object: 'response',
    created_at: 1_700_000_000,
    status: 'completed',
    model: body['model'] ?? 'scripted',
    output: [...(text === undefined ? [] : [messageItem(`msg_scripted_${number}`, text, 'completed')]), ...calls],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens,
    },
  };
}

function textOf(reply: ScriptedReply): string | undefined {
  return reply.text ?? reply.pieces?.join('');
}

/** The same stream with its text in pieces, one chunk each. */
function inPieces(events: ServerEvent[], reply: ScriptedReply): ServerEvent[] {
  const pieces = reply.pieces ?? reply.text?.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  if (pieces.length === 0) return events;
  const first = events[0]?.json as { choices: [{ delta: Fields }] };
  const withDelta = (delta: Fields) => ServerEvent.of({ ...first, choices: [{ ...first.choices[0], delta }] });
  const { content: _, tool_calls: calls, ...rest } = first.choices[0].delta;
  return [
    withDelta({ ...rest, content: '' }),
    ...pieces.map((content) => withDelta({ content })),
    ...(calls === undefined ? [] : [withDelta({ tool_calls: calls })]),
    ...events.slice(1),
  ];
}
