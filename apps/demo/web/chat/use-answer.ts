import { useCallback, useRef, useState } from 'react';
import { readableError } from '../service/service-error.ts';
import type { Stack } from '../service/stacks.ts';
import { type Answer, NO_ANSWER } from './answer.ts';
import type { ChatMessage, ChatRequest } from './chat-request.ts';
import { runCurrentTime } from './current-time.ts';
import { streamChat } from './stream-chat.ts';

/** Turns in which tools may be called, before the page stops answering them. */
const MAX_TURNS = 4;

/** One stack's answer, and the ways to ask for one and to stop it. */
export interface AnswerControls {
  readonly answer: Answer;
  ask(request: ChatRequest): Promise<void>;
  stop(): void;
}

/** Asks one stack, runs the tools it calls, and measures how the answer arrives. */
export function useAnswer(stack: Stack): AnswerControls {
  const [answer, setAnswer] = useState(NO_ANSWER);
  const running = useRef<AbortController>(undefined);

  const ask = useCallback(
    async (request: ChatRequest) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const change = (next: (before: Answer) => Partial<Answer>) => {
        // A stopped answer must not write into the one that came after it.
        if (running.current === controller) setAnswer((before) => ({ ...before, ...next(before) }));
      };
      const asked = performance.now();
      let pieces = 0;
      let first: number | undefined;
      const onText = (text: string) => {
        const now = performance.now();
        first ??= now;
        pieces += 1;
        const perSecond = pieces > 1 ? (pieces - 1) / ((now - first) / 1000) : undefined;
        const figures = { pieces, perSecond, firstTokenMs: first - asked };
        change((before) => ({ state: 'streaming', text: before.text + text, ...figures }));
      };
      const onHeaders = (headers: Readonly<Record<string, string>>) => change(() => ({ headers }));
      setAnswer({ ...NO_ANSWER, state: 'waiting' });
      try {
        let messages = request.messages;
        for (let turn = 0; turn < MAX_TURNS; turn += 1) {
          const calls = await streamChat(
            stack,
            { ...request, messages },
            { signal: controller.signal, onHeaders, onText },
          );
          if (calls.length === 0) break;
          change((before) => ({ toolCalls: [...before.toolCalls, ...calls] }));
          const results = calls.map(
            (call): ChatMessage => ({ role: 'tool', tool_call_id: call.id, content: runCurrentTime(call) }),
          );
          messages = [...messages, { role: 'assistant', content: null, tool_calls: calls }, ...results];
        }
        change(() => ({ state: 'done' }));
      } catch (thrown) {
        if (controller.signal.aborted) change(() => ({ state: 'stopped' }));
        else change(() => ({ state: 'failed', error: readableError(thrown) }));
      }
    },
    [stack],
  );

  const stop = useCallback(() => running.current?.abort(), []);
  return { answer, ask, stop };
}
