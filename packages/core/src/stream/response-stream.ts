import { outputText } from '../dialect/response-shape.ts';
import type { PartialMessage } from '../errors/index.ts';
import { type Response, type ResponseStreamEvent, ServerEvent } from '../wire/index.ts';
import { lookUp } from '../wire/look-up.ts';
import type { Decoder } from './decoder.ts';
import type { StreamSource } from './stream-source.ts';
import { TypedStream } from './typed-stream.ts';

type Fields = Record<string, unknown>;

const TERMINAL = new Set(['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled']);

/** A response on its way, event by event: whole OpenAI events on every provider. */
export class ResponseStream extends TypedStream<ResponseStreamEvent, Response> {
  constructor(source: StreamSource) {
    super(source, responseDecoder());
  }
}

function responseDecoder(): Decoder<ResponseStreamEvent, Response> {
  let text = '';
  let refusal = '';
  let reasoning = '';
  let started = false;
  let last: Fields | undefined;
  const calls = new Map<string, { id: string; type: 'function'; function: { name: string; arguments: string } }>();

  const readers: Readonly<Record<string, ((json: Fields) => void) | undefined>> = {
    'response.output_text.delta': (json) => {
      started = true;
      text += json['delta'];
    },
    'response.refusal.delta': (json) => {
      refusal += json['delta'];
    },
    'response.reasoning_text.delta': (json) => {
      reasoning += json['delta'];
    },
    'response.output_item.added': ({ item }) => {
      const { type, id, call_id: callId, name } = item as Fields;
      if (type !== 'function_call') return;
      calls.set(String(id), { id: String(callId), type: 'function', function: { name: String(name), arguments: '' } });
    },
    'response.function_call_arguments.delta': (json) => {
      const call = calls.get(String(json['item_id']));
      if (call !== undefined) call.function.arguments += json['delta'];
    },
  };

  return {
    push: (json) => {
      lookUp(readers, json['type'])?.(json);
      if (TERMINAL.has(String(json['type']))) last = json['response'] as Fields;
      return json as unknown as ResponseStreamEvent;
    },
    frame: (event) => ServerEvent.of(event, event.type).toString(),
    passes: () => false,
    isLast: (json) => TERMINAL.has(String(json['type'])),
    get isWhole() {
      return last !== undefined;
    },
    doneIsEnough: false,
    textOf: (event) => (event.type === 'response.output_text.delta' ? event.delta : ''),
    get usage() {
      return last?.['usage'];
    },
    partial: (): PartialMessage => ({
      role: 'assistant',
      content: started ? text : null,
      ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
      ...(refusal === '' ? {} : { refusal }),
      ...(calls.size === 0 ? {} : { tool_calls: [...calls.values()] }),
    }),
    final: () => {
      const output = (last?.['output'] ?? []) as Fields[];
      const { usage, ...response } = last ?? {};
      const counted = usage === null || usage === undefined ? {} : { usage };
      return { ...response, ...counted, output_text: outputText(output) } as unknown as Response;
    },
  };
}
