import { describe, expect, test } from 'vitest';
import { TranslationError } from '../errors/index.ts';
import { responsesRequestToChat } from './responses-request-to-chat.ts';
import type { ResponsesToChatOptions } from './translation-options.ts';

const request = (fields: object) => ({ model: 'm', input: 'hi', ...fields });
const hi = [{ role: 'user', content: 'hi' }];
const fc = (id: string) => ({ type: 'function_call', call_id: id, name: 'f', arguments: '{}' });
const output = (id: string, said: unknown = '1') => ({ type: 'function_call_output', call_id: id, output: said });
function refusal(body: object, options: ResponsesToChatOptions = {}): TranslationError {
  try {
    responsesRequestToChat(body, options);
  } catch (error) {
    if (TranslationError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what Chat Completions cannot be told', () => {
  const part = (fields: object) => ({ input: [{ role: 'user', content: [fields] }] });
  const rows: [id: string, fields: object, apiCode: string, param: string, options?: ResponsesToChatOptions][] = [
    ['TE-06', { input: [output('x')] }, 'orphan_tool_output', 'input[0].call_id'],
    ['TE-08', { input: [fc('a'), fc('a')] }, 'duplicate_call_id', 'input[1].call_id'],
    ['TE-10', { previous_response_id: 'resp_1' }, 'stateless_backend', 'previous_response_id'],
    ['TE-10', { conversation: 'conv_1' }, 'stateless_backend', 'conversation'],
    ['TE-10', { conversation: { id: 'conv_1' } }, 'stateless_backend', 'conversation'],
    ['TE-10', { input: [{ type: 'item_reference', id: 'msg_1' }] }, 'stateless_backend', 'input[0]'],
    [
      'TE-10',
      { previous_response_id: 'resp_1' },
      'previous_response_not_found',
      'previous_response_id',
      { itemsOf: () => undefined },
    ],
    ['TE-11', { previous_response_id: 'resp_1', conversation: 'conv_1' }, 'invalid_request', 'previous_response_id'],
    ['TE-12', { background: true }, 'unsupported_parameter', 'background'],
    ['TE-13', { prompt: { id: 'pmpt_1' } }, 'unsupported_parameter', 'prompt'],
    ['TE-14', { truncation: 'auto' }, 'unsupported_parameter', 'truncation'],
    ['TE-14', { context_management: [{ type: 'compaction' }] }, 'unsupported_parameter', 'context_management'],
    ...[
      'web_search',
      'web_search_preview',
      'file_search',
      'code_interpreter',
      'computer_use_preview',
      'image_generation',
      'mcp',
      'shell',
      'local_shell',
      'apply_patch',
      'namespace',
      'tool_search',
      'programmatic_tool_calling',
      'never_heard_of',
    ].map((type): [string, object, string, string] => [
      'TE-16',
      { tools: [{ type: 'function', name: 'f' }, { type }] },
      'unsupported_tool',
      'tools[1]',
    ]),
    ...[
      'web_search_call',
      'file_search_call',
      'mcp_approval_request',
      'computer_call_output',
      'compaction',
      'program',
    ].map((type): [string, object, string, string] => [
      'TE-16',
      { input: [{ type, id: 'x' }] },
      'unsupported_tool',
      'input[0]',
    ]),
    ['TE-17', { tool_choice: { type: 'web_search_preview' } }, 'unsupported_tool', 'tool_choice'],
    ['TE-17', { tool_choice: { type: 'mcp', server_label: 's' } }, 'unsupported_tool', 'tool_choice'],
    [
      'TE-17',
      { tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'mcp' }] } },
      'unsupported_tool',
      'tool_choice.tools[0]',
    ],
    [
      'TE-18',
      { tools: [{ type: 'custom', name: 's', format: { type: 'grammar', syntax: 'regex', definition: 'x' } }] },
      'unsupported_tool',
      'tools[0]',
    ],
    ['custom stream', { stream: true, tools: [{ type: 'custom', name: 's' }] }, 'unsupported_tool', 'tools[0]'],
    ['TE-19', part({ type: 'input_image', file_id: 'file-1' }), 'unsupported_content', 'input[0].content[0].file_id'],
    [
      'TE-19',
      part({ type: 'input_image', image_url: 'u', detail: 'original' }),
      'unsupported_content',
      'input[0].content[0].detail',
    ],
    ['TE-19', part({ type: 'input_file', file_url: 'u' }), 'unsupported_content', 'input[0].content[0].file_url'],
    ['TE-19', part({ type: 'input_file', file_id: 'file-1' }), 'unsupported_content', 'input[0].content[0].file_id'],
    ['TE-19', part({ type: 'input_video' }), 'unsupported_content', 'input[0].content[0]'],
    [
      'TE-20',
      { input: [fc('a'), output('a', [{ type: 'input_image', image_url: 'u' }])] },
      'unsupported_content',
      'input[1].output[0]',
    ],
    ['item', { input: [{ type: 'telepathy' }] }, 'unknown_input_item', 'input[0]'],
    ['input', { input: 7 }, 'invalid_value', 'input'],
  ];
  test.each(rows)('%s %j is %s of %s in both modes', (_, fields, apiCode, param, options = {}) => {
    for (const mode of ['strict', 'lenient'] as const) {
      const error = refusal(request(fields), { ...options, mode, provider: 'test' });
      expect(error).toMatchObject({
        code: 'translation',
        direction: 'responses->chat',
        apiCode,
        param,
        provider: 'test',
      });
      expect(error.message).toMatch(/; |must be/);
    }
  });

  test('TE-19: a stored file is taken where the services share their files', () => {
    const body = request(part({ type: 'input_file', file_id: 'file-1' }));
    expect(responsesRequestToChat(body, { sharedFiles: true }).messages).toEqual([
      { role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] },
    ]);
  });

  const encrypted = {
    input: [
      { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'xyz' },
      { role: 'user', content: 'hi' },
    ],
  };
  const summary = {
    input: [
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 's' }] },
      { role: 'user', content: 'hi' },
    ],
  };
  const droppable: [id: string, fields: object, param: string][] = [
    ['TE-15', { include: ['reasoning.encrypted_content'] }, 'include[0]'],
    ['TE-15', { reasoning: { summary: 'auto' } }, 'reasoning.summary'],
    ['TE-15', { max_tool_calls: 3 }, 'max_tool_calls'],
    ['TE-21', encrypted, 'input[0].encrypted_content'],
    ['TE-21', summary, 'input[0].summary'],
    ['unknown', { top_k: 3 }, 'top_k'],
  ];
  test.each(droppable)(
    '%s %j is refused in strict mode and left out, with a warning, in lenient mode',
    (_, fields, param) => {
      expect(refusal(request(fields))).toMatchObject({ param });
      const warnings: string[] = [];
      const body = responsesRequestToChat(request(fields), {
        mode: 'lenient',
        onWarning: (warning) => warnings.push(warning.param),
      });
      expect(body).toEqual({ model: 'm', messages: hi });
      expect(warnings).toEqual([param]);
    },
  );
});
