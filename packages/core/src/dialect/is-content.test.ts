import { expect, test } from 'vitest';
import { isContent } from './is-content.ts';

const delta = (fields: object | null, finish_reason: string | null = null) => ({
  choices: [{ index: 0, delta: fields, finish_reason }],
});

test.each([
  delta({ content: 'a' }),
  delta({ reasoning_content: 'a' }),
  delta({ reasoning: 'a' }),
  delta({ refusal: 'a' }),
  delta({ tool_calls: [{ index: 0 }] }),
  delta({ function_call: { name: 'f' } }),
  delta({ audio: { data: 'AAAA' } }),
  delta({ reasoning_details: [{ text: 'a' }] }),
  delta({}, 'stop'),
  delta(null, 'length'),
  { choices: [{ delta: {} }, { delta: { content: 'b' } }] },
  { type: 'response.output_text.delta', delta: 'a' },
  { type: 'response.refusal.delta', delta: 'a' },
  { type: 'response.function_call_arguments.delta', delta: '' },
  { type: 'response.output_item.added', item: { type: 'function_call', name: 'f' } },
  { type: 'response.output_item.done', item: { type: 'message' } },
  { type: 'response.completed', response: {} },
  { type: 'response.incomplete', response: {} },
])('%j is content', (json) => expect(isContent(json)).toBe(true));

test.each([
  delta({ role: 'assistant' }),
  delta({ role: 'assistant', content: '' }),
  delta({ content: null, tool_calls: [], function_call: {}, audio: null }),
  delta(null),
  { choices: [] },
  { choices: [], usage: {} },
  { choices: [null] },
  { sources: [] },
  {},
  { type: 'response.created', response: {} },
  { type: 'response.queued', response: {} },
  { type: 'response.in_progress', response: {} },
  { type: 'response.routing.completed' },
  { type: 'response.output_item.added', item: { type: 'message', content: [] } },
  { type: 'response.output_item.added', item: { type: 'reasoning', summary: [] } },
  { type: 'response.content_part.added', part: { type: 'output_text', text: '' } },
  { type: 'response.output_text.delta', delta: '' },
  { type: 'response.failed', response: {} },
  { type: 'error' },
])('%j is none', (json) => expect(isContent(json)).toBe(false));
