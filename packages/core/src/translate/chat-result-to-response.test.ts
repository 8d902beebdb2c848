import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../errors/index.ts';
import { chatResultToResponse } from './chat-result-to-response.ts';
import { responseToChatResult } from './response-to-chat-result.ts';

const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 14,
};
const chatUsage = {
  prompt_tokens: 9,
  prompt_tokens_details: { cached_tokens: 4 },
  completion_tokens: 5,
  completion_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 14,
};
const called = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });

const completion = (message: object, finish_reason = 'stop', more: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', refusal: null, ...message }, logprobs: null, finish_reason }],
  usage: chatUsage,
  ...more,
});

describe('a chat completion as a response', () => {
  test('has every field a response must have, and repeats the request', () => {
    const tools = [{ type: 'function', name: 'f' }];
    const made = chatResultToResponse(completion({ content: 'hi' }), {
      tools,
      temperature: 0.5,
      instructions: 'i',
      metadata: { a: 'b' },
    });
    expect(made).toMatchObject({
      id: 'resp_1',
      object: 'response',
      created_at: 1_700_000_000,
      completed_at: 1_700_000_000,
      status: 'completed',
      error: null,
      incomplete_details: null,
      instructions: 'i',
      model: 'm',
      output: [
        {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'hi', annotations: [] }],
        },
      ],
      output_text: 'hi',
      parallel_tool_calls: true,
      metadata: { a: 'b' },
      tool_choice: 'auto',
      tools,
      temperature: 0.5,
      top_p: null,
      previous_response_id: null,
      usage,
    });
  });

  test.each([[undefined], [null], [{ prompt_tokens: 3 }]])('usage %j is null, never zeros', (missing) => {
    expect(chatResultToResponse(completion({ content: 'hi' }, 'stop', { usage: missing })).usage).toBeNull();
  });

  test('usage without a total is added up', () => {
    const given = { prompt_tokens: 3, completion_tokens: 4 };
    expect(chatResultToResponse(completion({ content: 'hi' }, 'stop', { usage: given })).usage).toMatchObject({
      total_tokens: 7,
    });
  });

  test('reasoning, text and calls are items in this order, each with an id of its own', () => {
    const made = chatResultToResponse(
      completion({ content: 'a', reasoning_content: 'r', tool_calls: [called('x'), called('y')] }, 'tool_calls'),
    );
    expect(made.output).toMatchObject([
      { id: 'rs_1', type: 'reasoning', content: [{ type: 'reasoning_text', text: 'r' }] },
      { id: 'msg_1', type: 'message' },
      { id: 'fc_1', type: 'function_call', call_id: 'x', name: 'f', arguments: '{}' },
      { id: 'fc_1_1', type: 'function_call', call_id: 'y' },
    ]);
    expect(made.status).toBe('completed');
  });

  test.each([
    ['length', 'max_output_tokens'],
    ['content_filter', 'content_filter'],
  ])('%s is incomplete, and so is the last item', (finish, reason) => {
    const made = chatResultToResponse(completion({ content: 'a', reasoning_content: 'r' }, finish));
    expect(made).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason },
      completed_at: null,
      output: [{ status: 'completed' }, { status: 'incomplete' }],
    });
  });

  test('an empty answer that was cut is an incomplete response without items', () => {
    expect(chatResultToResponse(completion({ content: null }, 'length'))).toMatchObject({
      status: 'incomplete',
      output: [],
    });
  });

  test('calls without an id, and the old function_call, are given one', () => {
    const made = chatResultToResponse(
      completion({ content: null, tool_calls: [{ function: { name: 'f', arguments: '{}' } }] }),
    );
    expect(made.output).toMatchObject([{ call_id: 'call_1_0', name: 'f' }]);
    const old = chatResultToResponse(
      completion({ content: null, function_call: { name: 'g', arguments: '{}' } }, 'function_call'),
    );
    expect(old).toMatchObject({
      status: 'completed',
      output: [{ type: 'function_call', call_id: 'call_1_0', name: 'g' }],
    });
  });

  test('citations are flat', () => {
    const citation = { url: 'u', title: 't', start_index: 0, end_index: 1 };
    const made = chatResultToResponse(
      completion({ content: 'a', annotations: [{ type: 'url_citation', url_citation: citation }] }),
    );
    expect(made.output).toMatchObject([{ content: [{ annotations: [{ type: 'url_citation', ...citation }] }] }]);
  });

  test.each([[[]], [undefined], [[{ index: 0 }]]])('choices %j are an error, never an empty response', (choices) => {
    expect(() => chatResultToResponse({ id: 'chatcmpl-1', choices })).toThrow(ApiError);
  });
});

test('there and back again says the same', () => {
  const calls = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1 }), name: fc.string(), given: fc.string() }), {
    selector: ({ id }) => id,
    maxLength: 3,
  });
  const tokens = fc.nat({ max: 1000 });
  const messages = fc.record({
    content: fc.string({ minLength: 1 }),
    reasoning: fc.string(),
    refusal: fc.option(fc.string()),
    calls,
  });
  fc.assert(
    fc.property(
      messages,
      tokens,
      tokens,
      fc.constantFrom('stop', 'length', 'content_filter'),
      (message, input, out, cut) => {
        const finish = message.calls.length > 0 && cut === 'stop' ? 'tool_calls' : cut;
        const given = completion(
          {
            content: message.content,
            refusal: message.refusal,
            ...(message.reasoning === '' ? {} : { reasoning_content: message.reasoning }),
            ...(message.calls.length === 0
              ? {}
              : {
                  tool_calls: message.calls.map(({ id, name, given: args }) => ({
                    id,
                    type: 'function',
                    function: { name, arguments: args },
                  })),
                }),
          },
          finish,
          {
            usage: {
              prompt_tokens: input,
              completion_tokens: out,
              total_tokens: input + out,
              prompt_tokens_details: { cached_tokens: 1 },
              completion_tokens_details: { reasoning_tokens: 0 },
            },
          },
        );
        expect(responseToChatResult(chatResultToResponse(given))).toEqual(given);
      },
    ),
    { numRuns: 200 },
  );
});
