import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../body/json-object.ts';
import type { ChatFraming, ChatHead } from './chat-framing.ts';
import { ollamaUsage } from './ollama-usage.ts';
import { finishOf, logprobsOf, messageOf } from './openai-framing.ts';

/**
 * Chat completions as Open WebUI of mid-2025 writes them for an Ollama model.
 *
 * A new id in every chunk, no role delta, no fingerprint, keys in its own order, and usage on the finish chunk.
 */
export const openWebUiFraming: ChatFraming = {
  whole(head, choices, cost) {
    return {
      id: idOf(head),
      created: head.created,
      model: head.model,
      choices: choices.map(({ index, draft, wantsLogprobs }) => {
        const { content, tool_calls } = messageOf(draft, false);
        return {
          index,
          logprobs: wantsLogprobs ? logprobsOf(draft.logprobs) : null,
          finish_reason: finishOf(draft, false),
          message: { content: content ?? '', role: 'assistant', ...(tool_calls ? { tool_calls } : {}) },
        };
      }),
      object: 'chat.completion',
      usage: ollamaUsage(cost),
    };
  },
  open: () => [],
  text: (head, index, text) => chunk(head, index, { content: text }),
  call: (head, index, position, { id, name, arguments: args }) => [
    chunk(head, index, {
      content: '',
      tool_calls: [{ index: position, id, type: 'function', function: { name, arguments: args } }],
    }),
  ],
  finish: (head, index, draft, cost) => ({
    ...chunk(head, index, {}, finishOf(draft, false)),
    usage: ollamaUsage(cost),
  }),
  tail: () => [],
};

function idOf({ model }: ChatHead): string {
  return `${model}-${randomUUID()}`;
}

function chunk(head: ChatHead, index: number, delta: JsonObject, finish: string | null = null): JsonObject {
  return {
    id: idOf(head),
    created: head.created,
    model: head.model,
    choices: [{ index, logprobs: null, finish_reason: finish, delta }],
    object: 'chat.completion.chunk',
  };
}
