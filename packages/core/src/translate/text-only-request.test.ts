import { describe, expect, test } from 'vitest';
import { TranslationError } from '../errors/index.ts';
import { chatRequestToResponses } from './chat-request-to-responses.ts';
import type { ChatToResponsesOptions, TranslationWarning } from './translation-options.ts';

const user = { role: 'user', content: 'hi' };
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

describe('a service that takes one text (TE-26)', () => {
  const textOnly = { responsesInput: 'text-only', provider: 'eugpt' } as const;
  const system = { role: 'system', content: 'be brief' };
  const item = { role: 'user', content: [{ type: 'input_text', text: 'hi' }] };

  test('a question becomes a part list, and a leading system message the instructions', () => {
    const body = request({ messages: [system, user], stream: true, stream_options: { include_usage: true } });
    expect(chatRequestToResponses(body, textOnly)).toEqual({
      model: 'm',
      stream: true,
      instructions: 'be brief',
      input: [item],
    });
  });

  test('text parts stay parts', () => {
    const messages = [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
    ];
    expect(chatRequestToResponses({ model: 'm', messages }, textOnly).input).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'a' },
          { type: 'input_text', text: 'b' },
        ],
      },
    ]);
  });

  test("the service's own fields and values that change nothing are taken", () => {
    const fields = {
      conversation_id: 'c',
      project_id: 'p',
      n: 1,
      tools: [],
      tool_choice: 'auto',
      response_format: { type: 'text' },
    };
    expect(chatRequestToResponses(request(fields), textOnly)).toEqual({
      model: 'm',
      conversation_id: 'c',
      project_id: 'p',
      input: [item],
    });
  });

  test('new questions in a conversation the service keeps are sent as they are', () => {
    const body = request({ messages: [user, user], conversation_id: 'c' });
    expect(chatRequestToResponses(body, textOnly).input).toEqual([item, item]);
  });

  test('a history is flattened only where that was allowed', () => {
    const messages = [system, user, { role: 'assistant', content: 'hello' }, user];
    expect(refusal(request({ messages }), textOnly)).toMatchObject({ param: 'messages' });
    expect(chatRequestToResponses(request({ messages }), { ...textOnly, flattenHistory: true })).toEqual({
      model: 'm',
      instructions: 'be brief',
      input: [{ role: 'user', content: [{ type: 'input_text', text: 'User: hi\n\nAssistant: hello\n\nUser: hi' }] }],
    });
  });

  const always: [object, string][] = [
    [{ tools: [{ type: 'function', function: { name: 'f' } }] }, 'tools'],
    [{ functions: [{ name: 'f' }] }, 'functions'],
    [{ tool_choice: 'required' }, 'tool_choice'],
    [{ response_format: { type: 'json_object' } }, 'response_format'],
    [{ n: 2 }, 'n'],
    [{ stop: 'x' }, 'stop'],
    [{ modalities: ['audio'] }, 'modalities'],
    [{ top_k: 1 }, 'top_k'],
    [{ messages: [user, user] }, 'messages'],
    [{ messages: [system, system, user] }, 'messages'],
    [{ messages: [system] }, 'messages'],
    [{ messages: [user, { role: 'assistant', content: 'a' }, user], conversation_id: 'c' }, 'messages[1]'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'u' } }] }] },
      'messages[0].content[0]',
    ],
    [{ messages: [{ role: 'assistant', tool_calls: [call('a')] }] }, 'messages[0]'],
    [{ messages: [system, user], instructions: 'x' }, 'instructions'],
  ];
  test.each(always)('%j is refused naming %s in both modes', (fields, param) => {
    for (const mode of ['strict', 'lenient'] as const) {
      expect(refusal(request(fields), { ...textOnly, mode })).toMatchObject({
        code: 'translation',
        param,
        provider: 'eugpt',
      });
    }
  });

  test.each([
    'temperature',
    'top_p',
    'max_tokens',
    'max_completion_tokens',
    'seed',
    'store',
    'user',
    'reasoning_effort',
  ])('%s is refused in strict mode and left out, with a warning, in lenient mode', (param) => {
    expect(refusal(request({ [param]: 1 }), textOnly)).toMatchObject({ apiCode: 'unsupported_parameter', param });
    const warnings: string[] = [];
    const options = {
      ...textOnly,
      mode: 'lenient',
      onWarning: (warning: TranslationWarning) => warnings.push(warning.param),
    } as const;
    expect(chatRequestToResponses(request({ [param]: 1 }), options)).toEqual({ model: 'm', input: [item] });
    expect(warnings).toEqual([param]);
  });
});
