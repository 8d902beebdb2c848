import { ServerEvent } from '../wire/server-event.ts';
import { ChatAccumulator } from './chat-accumulator.ts';
import { ChunkShaper, shapeCompletion } from './chat-shape.ts';
import { cutShort, type Fold, type ReadEvent } from './fold.ts';

type Fields = Record<string, unknown>;

/** Adds up the chunks of a stream into the completion it would have been without streaming. */
export function chatFold(read: ReadEvent): Fold {
  const shaper = new ChunkShaper();
  const accumulator = new ChatAccumulator();
  let done = false;
  return {
    push: (event) => {
      done = event.isDone;
      if (done) return true;
      const chunk = shaper.shape(read(event));
      if (chunk !== undefined) accumulator.push(chunk);
      return false;
    },
    result: () => {
      const completion = accumulator.completion();
      const hasChoices = (completion['choices'] as unknown[]).length > 0;
      if (!hasChoices || !(done || accumulator.isFinished)) throw cutShort();
      return completion;
    },
  };
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
