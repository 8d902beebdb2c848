import { ColloquyError } from '@colloquy/core';
import type { Engine } from '../engine/engine.ts';
import type { EngineMessage } from '../engine/engine-message.ts';
import type { EnginePiece, GenerateRequest } from '../engine/generate-request.ts';

/** What a scripted reply answers to: a text in the last message, a pattern, or a question about the conversation. */
export type ReplyMatcher = string | RegExp | ((last: string, messages: readonly EngineMessage[]) => boolean);

/** A scripted answer: a text, or tool calls, or both. */
export interface ScriptedAnswer {
  text?: string;
  toolCalls?: readonly { name: string; arguments: Readonly<Record<string, unknown>> | string }[];
  /** How often it answers before it is used up. @default always */
  times?: number;
}

interface Entry {
  readonly matches: (last: string, messages: readonly EngineMessage[]) => boolean;
  readonly answer: ScriptedAnswer;
  left: number;
}

/** Scripted replies, asked before the engine; the one added last is asked first. */
export class ReplyScript {
  readonly #entries: Entry[] = [];

  add(matcher: ReplyMatcher, answer: string | ScriptedAnswer): void {
    const given = typeof answer === 'string' ? { text: answer } : answer;
    if (given.text === undefined && !given.toolCalls?.length) {
      throw new ColloquyError('configuration', 'reply: give a text, or toolCalls, or both.', { param: 'answer' });
    }
    this.#entries.unshift({
      matches: matcherOf(matcher),
      answer: given,
      left: given.times ?? Number.POSITIVE_INFINITY,
    });
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /** The pieces of the scripted answer to a request; nothing where none matches. */
  async answer(request: GenerateRequest, engine: Engine): Promise<AsyncIterable<EnginePiece> | undefined> {
    if (this.#entries.length === 0) return undefined;
    const last = request.messages.at(-1)?.content ?? '';
    const entry = this.#entries.find(({ left, matches }) => left > 0 && matches(last, request.messages));
    if (!entry) return undefined;
    entry.left -= 1;
    return pieces(entry.answer, request, engine);
  }
}

function matcherOf(matcher: ReplyMatcher): Entry['matches'] {
  if (typeof matcher === 'function') return matcher;
  if (typeof matcher === 'string') return (last) => last.includes(matcher);
  // A pattern with the `g` flag remembers where it stopped; a script does not want that.
  const pattern = new RegExp(matcher.source, matcher.flags.replace(/[gy]/g, ''));
  return (last) => pattern.test(last);
}

async function* pieces(answer: ScriptedAnswer, request: GenerateRequest, engine: Engine): AsyncGenerator<EnginePiece> {
  let completionTokens = 0;
  for (const text of answer.text?.match(/\S+\s*|\s+/g) ?? []) {
    completionTokens += 1;
    yield { type: 'text', text };
  }
  for (const call of answer.toolCalls ?? []) {
    const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
    completionTokens += await engine.countTokens(text);
    yield { type: 'tool_call', name: call.name, arguments: text, fragments: [text] };
  }
  const promptTokens = await engine.countMessageTokens(request.messages);
  const finishReason = answer.toolCalls?.length ? 'tool_calls' : 'stop';
  yield { type: 'end', finishReason, usage: { promptTokens, completionTokens } };
}
