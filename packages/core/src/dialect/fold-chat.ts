import { ServerEvent } from '../wire/server-event.ts';
import { ChatAccumulator } from './chat-accumulator.ts';
import { ChunkShaper, shapeCompletion } from './chat-shape.ts';

type Fields = Record<string, unknown>;

/** Finds the error an event says, if it says one. */
export type ErrorOf = (json: Fields, eventName?: string) => Error | undefined;

/** The completion that a stream of chunks adds up to; throws the error that an event says. */
export function foldChatEvents(events: readonly ServerEvent[], errorOf: ErrorOf): Fields {
  const shaper = new ChunkShaper();
  const accumulator = new ChatAccumulator();
  for (const event of events) {
    if (event.isDone) break;
    const json = event.json as Fields;
    const error = errorOf(json, event.name);
    if (error !== undefined) throw error;
    accumulator.push(shaper.shape(json));
  }
  return accumulator.completion();
}

/** The events a completion would have been streamed as: one chunk with everything, then usage, then `[DONE]`. */
export function completionToEvents(completion: Fields): ServerEvent[] {
  const { choices, usage, ...head } = shapeCompletion(completion);
  const chunk = { ...head, object: 'chat.completion.chunk' };
  const content = (choices as Fields[]).map((choice) => {
    const { role, content, refusal, tool_calls: calls, ...rest } = choice['message'] as Fields;
    const delta = {
      role,
      content,
      ...(refusal === null ? {} : { refusal }),
      ...(Array.isArray(calls) ? { tool_calls: calls.map((call, index) => ({ index, ...(call as Fields) })) } : {}),
      ...rest,
    };
    return { index: choice['index'], delta, logprobs: choice['logprobs'], finish_reason: null };
  });
  const finish = (choices as Fields[]).map((choice) => ({
    index: choice['index'],
    delta: {},
    logprobs: null,
    finish_reason: choice['finish_reason'] ?? 'stop',
  }));
  return [
    ServerEvent.of({ ...chunk, choices: content }),
    ServerEvent.of({ ...chunk, choices: finish }),
    ...(usage === undefined || usage === null ? [] : [ServerEvent.of({ ...chunk, choices: [], usage })]),
    ServerEvent.read('[DONE]'),
  ];
}
