import { describe, expect, test } from 'vitest';
import { TranslationError } from '../errors/index.ts';
import { chatRequestToResponses } from './chat-request-to-responses.ts';
import type { ChatToResponsesOptions, TranslationWarning } from './translation-options.ts';

const user = { role: 'user', content: 'hi' };
const userItem = { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] };
const call = (id: string, name = 'f') => ({ id, type: 'function', function: { name, arguments: '{"x":1}' } });
const request = (fields: object) => ({ model: 'm', messages: [user], ...fields });

function refusal(body: object, options: ChatToResponsesOptions = {}): TranslationError {
  try {
    chatRequestToResponses(body, options);
  } catch (error) {
    if (TranslationError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('what the Responses API cannot be told', () => {
  const assistant = (fields: object) => ({ messages: [{ role: 'assistant', content: 'x', ...fields }] });
  const rows: [id: string, fields: object, apiCode: string, param: string][] = [
    ['TE-01', { n: 2 }, 'unsupported_parameter', 'n'],
    ['TE-02', { stop: ['\n'] }, 'unsupported_parameter', 'stop'],
    ['TE-02', { stop: 'END' }, 'unsupported_parameter', 'stop'],
    ['TE-04', { modalities: ['text', 'audio'] }, 'unsupported_parameter', 'modalities'],
    ['TE-04', { audio: { voice: 'alloy', format: 'wav' } }, 'unsupported_parameter', 'audio'],
    [
      'TE-04',
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } }] }] },
      'unsupported_content',
      'messages[0].content[0]',
    ],
    ['TE-04', assistant({ audio: { id: 'audio_1' } }), 'unsupported_content', 'messages[0].audio'],
    [
      'TE-06',
      { messages: [user, { role: 'tool', tool_call_id: 'call_x', content: '1' }] },
      'orphan_tool_output',
      'messages[1].tool_call_id',
    ],
    [
      'TE-06',
      {
        messages: [
          { role: 'tool', tool_call_id: 'call_a', content: '1' },
          { role: 'assistant', tool_calls: [call('call_a')] },
        ],
      },
      'orphan_tool_output',
      'messages[0].tool_call_id',
    ],
    [
      'TE-07',
      { messages: [user, { role: 'function', name: 'f', content: '1' }] },
      'orphan_tool_output',
      'messages[1].name',
    ],
    ['TE-08', assistant({ tool_calls: [call('a'), call('a')] }), 'duplicate_call_id', 'messages[0].tool_calls[1].id'],
    ['TE-09', { max_completion_tokens: 15 }, 'integer_below_min_value', 'max_completion_tokens'],
    ['TE-09', { max_tokens: 1 }, 'integer_below_min_value', 'max_tokens'],
    ['TE-09', { max_tokens: 20, max_completion_tokens: 30 }, 'conflicting_parameters', 'max_tokens'],
    ['tools', { tools: [{ type: 'web_search' }] }, 'unsupported_tool', 'tools[0]'],
    ['tool choice', { tool_choice: { type: 'web_search' } }, 'unsupported_tool', 'tool_choice'],
    [
      'custom stream',
      { stream: true, tools: [{ type: 'custom', custom: { name: 'sh' } }] },
      'unsupported_tool',
      'tools[0]',
    ],
    ['functions', { functions: [], tools: [] }, 'conflicting_parameters', 'functions'],
    ['format', { response_format: { type: 'grammar' } }, 'invalid_value', 'response_format'],
    ['role', { messages: [{ role: 'bot', content: 'x' }] }, 'invalid_value', 'messages[0].role'],
    ['messages', { messages: 'hi' }, 'invalid_value', 'messages'],
    ['content', { messages: [{ role: 'user', content: 7 }] }, 'invalid_value', 'messages[0].content'],
  ];
  test.each(rows)('%s %j is %s of %s in both modes', (_, fields, apiCode, param) => {
    for (const mode of ['strict', 'lenient'] as const) {
      const error = refusal(request(fields), { mode, provider: 'test' });
      expect(error).toMatchObject({
        code: 'translation',
        direction: 'chat->responses',
        apiCode,
        param,
        provider: 'test',
      });
      expect(error.message).toContain(param.replace(/\[\d+\]\.?\w*$/, ''));
      expect(error.retryable).toBe(false);
    }
  });

  const droppable: [id: string, fields: object, param: string][] = [
    ['TE-03', { seed: 7 }, 'seed'],
    ['TE-03', { logit_bias: { 50256: -100 } }, 'logit_bias'],
    ['TE-03', { presence_penalty: 0.5 }, 'presence_penalty'],
    ['TE-03', { frequency_penalty: -1 }, 'frequency_penalty'],
    ['TE-05', { prediction: { type: 'content', content: 'x' } }, 'prediction'],
    ['TE-05', { web_search_options: {} }, 'web_search_options'],
    ['unknown', { top_k: 40 }, 'top_k'],
    ['name', { messages: [{ ...user, name: 'ann' }] }, 'messages[0].name'],
  ];
  test.each(droppable)(
    '%s %j is refused in strict mode and left out, with a warning, in lenient mode',
    (_, fields, param) => {
      expect(refusal(request(fields))).toMatchObject({ apiCode: 'unsupported_parameter', param });
      const warnings: TranslationWarning[] = [];
      const body = chatRequestToResponses(request(fields), {
        mode: 'lenient',
        onWarning: (warning) => warnings.push(warning),
      });
      expect(body).toEqual({ model: 'm', input: [userItem] });
      expect(warnings.map((warning) => warning.param)).toEqual([param]);
    },
  );
});
