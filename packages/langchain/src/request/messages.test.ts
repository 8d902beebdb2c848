import {
  AIMessage,
  type BaseMessage,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { describe, expect, test } from 'vitest';
import { chatMessages } from './chat-messages.ts';
import { responseItems } from './response-items.ts';

type Fields = Record<string, unknown>;

const human = (...content: unknown[]) => [new HumanMessage({ content: content as never })];
const firstPart = ([said]: Fields[]) => (said as { content: Fields[] }).content[0];
const chatPart = (block: unknown) => firstPart(chatMessages(human(block), 'never'));
const inputPart = (block: unknown) => firstPart(responseItems(human(block), 'never'));

describe('a block for chat completions', () => {
  test.each([
    [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'a' },
    ],
    [
      { type: 'text-plain', text: 'a' },
      { type: 'text', text: 'a' },
    ],
    [
      { type: 'text-plain', data: 'YQ==', mimeType: 'text/plain' },
      { type: 'text', text: 'a' },
    ],
    [
      { type: 'image', url: 'https://a' },
      { type: 'image_url', image_url: { url: 'https://a' } },
    ],
    [
      { type: 'image', data: 'QQ==', mimeType: 'image/png', metadata: { detail: 'low' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,QQ==', detail: 'low' } },
    ],
    [
      { type: 'image', data: new Uint8Array([65]), mimeType: 'image/png' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,QQ==' } },
    ],
    [
      { type: 'image', source_type: 'base64', data: 'QQ==', mime_type: 'image/png' },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,QQ==' } },
    ],
    [
      { type: 'image_url', image_url: 'https://a' },
      { type: 'image_url', image_url: { url: 'https://a' } },
    ],
    [
      { type: 'audio', data: 'QQ==', mimeType: 'audio/mpeg' },
      { type: 'input_audio', input_audio: { data: 'QQ==', format: 'mp3' } },
    ],
    [
      { type: 'input_audio', input_audio: { data: 'QQ==', format: 'wav' } },
      { type: 'input_audio', input_audio: { data: 'QQ==', format: 'wav' } },
    ],
    [
      { type: 'file', data: 'QQ==', mimeType: 'application/pdf' },
      { type: 'file', file: { file_data: 'data:application/pdf;base64,QQ==', filename: 'file.pdf' } },
    ],
    [
      { type: 'file', fileId: 'file-1' },
      { type: 'file', file: { file_id: 'file-1' } },
    ],
    [
      { type: 'file', source_type: 'id', id: 'file-1' },
      { type: 'file', file: { file_id: 'file-1' } },
    ],
    [
      { type: 'file', file: { file_id: 'file-1' } },
      { type: 'file', file: { file_id: 'file-1' } },
    ],
  ])('%o', (block, said) => {
    expect(chatPart(block)).toEqual(said);
  });

  test.each([
    { type: 'audio', url: 'https://a' },
    { type: 'file', url: 'https://a' },
    { type: 'image', fileId: 'file-1' },
    { type: 'video', url: 'https://a' },
    { type: 'image', data: 'QQ==' },
    { type: 'image' },
  ])('%o is refused by its place', (block) => {
    expect(() => chatMessages(human({ type: 'text', text: 'a' }, block), 'never')).toThrow(
      expect.objectContaining({ code: 'unsupported', param: 'messages[0].content[1]' }),
    );
  });
});

describe('a block for Responses', () => {
  test.each([
    [
      { type: 'text', text: 'a' },
      { type: 'input_text', text: 'a' },
    ],
    [
      { type: 'image', url: 'https://a' },
      { type: 'input_image', image_url: 'https://a', detail: 'auto' },
    ],
    [
      { type: 'image', fileId: 'file-1' },
      { type: 'input_image', file_id: 'file-1', detail: 'auto' },
    ],
    [
      { type: 'file', url: 'https://a' },
      { type: 'input_file', file_url: 'https://a' },
    ],
    [
      { type: 'file', fileId: 'file-1' },
      { type: 'input_file', file_id: 'file-1' },
    ],
    [
      { type: 'file', data: 'QQ==', mimeType: 'application/pdf', metadata: { filename: 'a.pdf' } },
      { type: 'input_file', file_data: 'data:application/pdf;base64,QQ==', filename: 'a.pdf' },
    ],
  ])('%o', (block, said) => {
    expect(inputPart(block)).toEqual(said);
  });

  test('audio is refused as not to be translated', () => {
    expect(() => responseItems(human({ type: 'audio', data: 'QQ==', mimeType: 'audio/wav' }), 'never')).toThrow(
      expect.objectContaining({ code: 'translation', param: 'messages[0].content[0]', direction: 'chat->responses' }),
    );
  });
});

const TURNS: BaseMessage[] = [
  new SystemMessage('a'),
  new SystemMessage({ content: 'b', additional_kwargs: { __openai_role__: 'developer' } }),
  new HumanMessage({ content: 'c', name: 'ada' }),
  new AIMessage({
    content: 'd',
    tool_calls: [{ id: 'call_1', name: 'add', args: { a: 1 } }],
    invalid_tool_calls: [{ id: 'call_2', name: 'add', args: '{' }],
  }),
  new ToolMessage({ content: [{ type: 'text', text: '1' }], tool_call_id: 'call_1', name: 'add' }),
  new AIMessage({ content: '', additional_kwargs: { refusal: 'no' } }),
  new ChatMessage('e', 'user'),
];

test('every message is said to chat completions', () => {
  const call = (id: string, args: string) => ({ id, type: 'function', function: { name: 'add', arguments: args } });
  expect(chatMessages([...TURNS, new FunctionMessage({ content: 'f', name: 'old' })], 'never')).toEqual([
    { role: 'system', content: 'a' },
    { role: 'developer', content: 'b' },
    { role: 'user', content: 'c', name: 'ada' },
    { role: 'assistant', content: 'd', tool_calls: [call('call_1', '{"a":1}'), call('call_2', '{')] },
    { role: 'tool', content: '1', tool_call_id: 'call_1' },
    { role: 'assistant', content: '', refusal: 'no' },
    { role: 'user', content: 'e' },
    { role: 'function', content: 'f', name: 'old' },
  ]);
});

test('every message is said to Responses', () => {
  const items = responseItems(TURNS, 'never');
  expect(items.map(({ type, role, call_id: id }) => [type, role ?? id])).toEqual([
    ['message', 'system'],
    ['message', 'developer'],
    ['message', 'user'],
    ['message', 'assistant'],
    ['function_call', 'call_1'],
    ['function_call', 'call_2'],
    ['function_call_output', 'call_1'],
    ['message', 'assistant'],
    ['message', 'user'],
  ]);
  expect(items[7]?.['content']).toEqual([{ type: 'refusal', refusal: 'no' }]);
});

test('a message that is none, and an image where only text may stand, are refused by place', () => {
  expect(() => chatMessages([new RemoveMessage({ id: 'x' })], 'never')).toThrow(
    expect.objectContaining({ code: 'unsupported', param: 'messages[0]' }),
  );
  expect(() => responseItems([new RemoveMessage({ id: 'x' })], 'never')).toThrow(
    expect.objectContaining({ code: 'unsupported', param: 'messages[0]' }),
  );
  const tool = new ToolMessage({ content: [{ type: 'image', url: 'https://a' }] as never, tool_call_id: 'c' });
  expect(() => chatMessages([tool], 'never')).toThrow(
    expect.objectContaining({ code: 'unsupported', param: 'messages[0].content[0]' }),
  );
});
