import { expect, test } from 'vitest';
import { eventFrames } from './event-frames.ts';

const ERROR = { message: 'm', type: 'server_error', param: null, code: null };

test('items are data, and a stream of them ends with [DONE]', () => {
  const frames = eventFrames({ id: 'c' });
  expect(frames.frame({ id: 'c' })).toBe('data: {"id":"c"}\n\n');
  expect(frames.frame('text\nlines')).toBe('data: "text\\nlines"\n\n');
  expect(frames.frame(undefined)).toBe('data: null\n\n');
  expect(frames.endMark).toBe('data: [DONE]\n\n');
  expect(frames.error(ERROR, undefined)).toBe(`data: ${JSON.stringify({ error: ERROR })}\n\n`);
});

test('events of the Responses API are named, and an error goes on with their numbers', () => {
  const event = { type: 'response.created', sequence_number: 4 };
  const frames = eventFrames(event);
  expect(frames.frame(event)).toBe(`event: response.created\ndata: ${JSON.stringify(event)}\n\n`);
  expect(frames.endMark).toBe('');
  expect(frames.error(ERROR, event)).toMatch(/^event: error\ndata: .*"sequence_number":5/);
});

test('bytes pass as they are', () => {
  const bytes = new TextEncoder().encode('data: 1\n\n');
  const frames = eventFrames(bytes);
  expect(frames.frame(bytes)).toBe(bytes);
  expect(frames.endMark).toBe('');
});
