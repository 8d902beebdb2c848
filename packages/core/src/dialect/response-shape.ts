import { toSeconds } from './seconds.ts';

type Fields = Record<string, unknown>;

/** What OpenAI sends in every response where nothing else was asked for. */
const DEFAULTS = {
  object: 'response',
  access_programs: null,
  status: 'completed',
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  model: '',
  output: [],
  parallel_tool_calls: true,
  temperature: null,
  tool_choice: 'auto',
  tools: [],
  top_p: null,
} as const;

/**
 * Puts a whole response into the shape OpenAI would have sent: seconds, every required field, output items with ids.
 *
 * A text that came only as `output_text` (or `final_text`) becomes a message item. Usage that was not sent stays
 * absent. A tool call that already carries its output was run by the service, and becomes an `mcp_call`, which nobody
 * will try to run again.
 */
export function shapeResponse(response: Fields, serverTools: readonly string[] = []): Fields {
  const id = String(response['id'] ?? 'resp_unnamed');
  const items = Array.isArray(response['output']) ? (response['output'] as Fields[]) : [];
  const output = items.map((item, index) => shapeItem(item, `${id}_${index}`, serverTools));
  const text = response['output_text'] ?? response['final_text'];
  if (typeof text === 'string' && text !== '' && !output.some((item) => item['type'] === 'message')) {
    output.push(messageItem(`msg_${id}_${output.length}`, text, 'completed'));
  }
  return {
    ...DEFAULTS,
    ...response,
    id,
    created_at: toSeconds(response['created_at']),
    output,
    output_text: typeof text === 'string' ? text : outputText(output),
  };
}

/** Whether JSON is a response, if only a text: an empty object, shaped, would look like an empty answer. */
export function isResponse(json: Fields): boolean {
  const { output, output_text: text, final_text: final } = json;
  return (
    Array.isArray(output) || typeof text === 'string' || typeof final === 'string' || json['object'] === 'response'
  );
}

/** One output item with an id and a status; the service's own tool calls in a form that is not to be run. */
export function shapeItem(item: Fields, suffix: string, serverTools: readonly string[]): Fields {
  const type = item['type'];
  if (type === 'function_call' && (item['output'] !== undefined || serverTools.includes(String(item['name'])))) {
    return {
      type: 'mcp_call',
      id: item['id'] ?? item['call_id'] ?? `mcp_${suffix}`,
      server_label: 'service',
      name: item['name'],
      arguments: item['arguments'] ?? '{}',
      output: textOf(item['output']),
      error: null,
      status: item['status'] ?? 'completed',
    };
  }
  if (type === 'message') {
    const content = (Array.isArray(item['content']) ? item['content'] : []) as Fields[];
    return {
      ...item,
      id: item['id'] ?? `msg_${suffix}`,
      role: item['role'] ?? 'assistant',
      status: item['status'] ?? 'completed',
      content: content.map((part) => (part['type'] === 'output_text' ? { annotations: [], ...part } : part)),
    };
  }
  return { ...item, id: item['id'] ?? `item_${suffix}` };
}

/** A message item that holds one text. */
export function messageItem(id: string, text: string, status: string): Fields {
  const content = status === 'in_progress' ? [] : [{ type: 'output_text', text, annotations: [] }];
  return { id, type: 'message', role: 'assistant', status, content };
}

/** The texts of all message items, joined. */
export function outputText(output: readonly Fields[]): string {
  return output
    .filter((item) => item['type'] === 'message')
    .flatMap((item) => item['content'] as Fields[])
    .filter((part) => part['type'] === 'output_text')
    .map((part) => part['text'])
    .join('');
}

function textOf(output: unknown): string | null {
  if (output === undefined || output === null) return null;
  return typeof output === 'string' ? output : JSON.stringify(output);
}
