import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';

import { ServerEvent } from '../wire/server-event.ts';
import { ChatToResponsesStream } from './chat-to-responses-stream.ts';
import { ResponsesToChatStream } from './responses-to-chat-stream.ts';

const HEAD = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm' };
const chunk = (delta: object, finish_reason: string | null = null) => ({
  ...HEAD,
  choices: [{ index: 0, delta, finish_reason }],
});
const CHUNKS = [
  chunk({ role: 'assistant', content: '' }),
  chunk({ content: 'look' }),
  chunk({ content: 'ing' }),
  chunk({ tool_calls: [{ index: 0, id: 'call_a', type: 'function', function: { name: 'f', arguments: '{"x"' } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }),
  chunk({}, 'tool_calls'),
  { ...HEAD, choices: [], usage: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 } },
];

function responsesEvents(): object[] {
  const translator = new ChatToResponsesStream();
  return [...CHUNKS.flatMap((one) => translator.push(one)), ...translator.end('done')];
}

/** The openai package, whose every request is answered with these events. */
function packageReading(events: readonly ServerEvent[]): OpenAI {
  const fetch = async () =>
    new Response(events.map(String).join(''), { headers: { 'content-type': 'text/event-stream' } });
  return new OpenAI({ apiKey: 'none', baseURL: 'http://localhost/v1', fetch, maxRetries: 0 });
}

describe("OpenAI's own package reads what a translation streams", () => {
  test('responses.stream() of a chat stream', async () => {
    const events = responsesEvents().map((event) => ServerEvent.of(event, String((event as { type: string }).type)));
    const stream = packageReading(events).responses.stream({ model: 'm', input: 'hi' });
    const response = await stream.finalResponse();
    expect(response.output_text).toBe('looking');
    expect(response.output).toMatchObject([
      { type: 'message' },
      { type: 'function_call', call_id: 'call_a', arguments: '{"x":1}' },
    ]);
    expect(response.usage).toMatchObject({ input_tokens: 2, output_tokens: 3 });
  });

  test('chat.completions.stream() of a Responses stream', async () => {
    const translator = new ResponsesToChatStream({ includeUsage: true });
    const events = responsesEvents()
      .flatMap((event) => translator.push(event))
      .map((one) => ServerEvent.of(one));
    const stream = packageReading([...events, ServerEvent.read('[DONE]')]).chat.completions.stream({
      model: 'm',
      messages: [{ role: 'user', content: 'hi' }],
      stream_options: { include_usage: true },
    });
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: 'looking', tool_calls: [{ id: 'call_a', function: { name: 'f', arguments: '{"x":1}' } }] },
    });
    expect(completion.usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 3 });
  });
});
