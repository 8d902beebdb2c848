import type { AIMessage } from '@langchain/core/messages';
import type { ReplayReasoning } from '../chat-colloquy-fields.ts';

type Fields = Record<string, unknown>;

/** One call the model made, its arguments as text. */
export interface SpokenCall {
  readonly id: string;
  readonly name: string;
  readonly args: string;
}

/** What an assistant message says, wherever LangChain keeps it. */
export interface Spoken {
  readonly text: string;
  readonly refusal: string | undefined;
  /** What is to be sent back of the reasoning. */
  readonly reasoning: string;
  /** The Responses API's own reasoning items, where the message came from there. */
  readonly reasoningItems: readonly Fields[];
  readonly calls: readonly SpokenCall[];
}

/** Reads an assistant message; reasoning only where `replay` wants it sent back. */
export function spoken(message: AIMessage, replay: ReplayReasoning): Spoken {
  const calls = callsOf(message);
  const { reasoning_content: text, reasoning_items: items, refusal } = message.additional_kwargs;
  const wanted = replay === 'always' || (replay === 'tool-turns' && calls.length > 0);
  return {
    text: textIn(message.content),
    refusal: typeof refusal === 'string' ? refusal : undefined,
    reasoning: !wanted ? '' : typeof text === 'string' ? text : thoughtIn(message.content),
    reasoningItems: !wanted ? [] : Array.isArray(items) ? (items as Fields[]) : markedItems(message.content),
    calls,
  };
}

function callsOf(message: AIMessage): SpokenCall[] {
  const parsed = (message.tool_calls ?? []).map(({ id, name, args }) => ({
    id: id ?? '',
    name,
    args: JSON.stringify(args),
  }));
  // A call whose arguments were no JSON was still made, and a tool message may answer it.
  const broken = (message.invalid_tool_calls ?? []).map(({ id, name, args }) => ({
    id: id ?? '',
    name: name ?? '',
    args: args ?? '',
  }));
  const calls = [...parsed, ...broken];
  return calls.length > 0 ? calls : [...rawCalls(message), ...callBlocks(message.content)];
}

function rawCalls(message: AIMessage): SpokenCall[] {
  const raw = message.additional_kwargs.tool_calls ?? [];
  return raw.map((call) => ({ id: call.id, name: call.function.name, args: call.function.arguments }));
}

/** Messages written by other providers may hold their calls only in the content. */
function callBlocks(content: unknown): SpokenCall[] {
  return blocksOf(content)
    .filter(({ type }) => type === 'tool_use' || type === 'tool_call')
    .map(({ id, name, input, args }) => {
      const given = args ?? input ?? {};
      return { id: String(id), name: String(name), args: typeof given === 'string' ? given : JSON.stringify(given) };
    });
}

/** The text of an answer; what else its blocks hold was for the reader, or for the service that wrote it. */
function textIn(content: unknown): string {
  if (typeof content === 'string') return content;
  return blocksOf(content)
    .map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : ''))
    .join('');
}

function thoughtIn(content: unknown): string {
  return blocksOf(content)
    .map(({ type, reasoning, thinking }) => (type === 'reasoning' ? reasoning : type === 'thinking' ? thinking : ''))
    .filter((text) => typeof text === 'string')
    .join('');
}

/** Reasoning that only its encrypted form can bring back. */
function markedItems(content: unknown): Fields[] {
  return blocksOf(content)
    .filter(({ type, encrypted_content: encrypted }) => type === 'reasoning' && typeof encrypted === 'string')
    .map(({ id, reasoning, encrypted_content }) => ({
      type: 'reasoning',
      ...(typeof id === 'string' ? { id } : {}),
      summary: typeof reasoning === 'string' && reasoning !== '' ? [{ type: 'summary_text', text: reasoning }] : [],
      encrypted_content,
    }));
}

function blocksOf(content: unknown): Fields[] {
  return Array.isArray(content) ? content.filter((block) => typeof block === 'object' && block !== null) : [];
}
