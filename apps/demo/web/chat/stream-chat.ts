import { openEvents } from '../service/open-events.ts';
import { errorFromBody, ServiceError } from '../service/service-error.ts';
import type { Stack } from '../service/stacks.ts';
import type { ChatChunk, ChatRequest, ToolCall } from './chat-request.ts';

/** What a caller is told while an answer arrives. */
export interface ChatListener {
  readonly signal: AbortSignal;
  onHeaders?(headers: Readonly<Record<string, string>>): void;
  onText(text: string): void;
}

/** Streams one answer through one stack; resolves with the tools it wants called, rejects where it broke off. */
export async function streamChat(stack: Stack, request: ChatRequest, listener: ChatListener): Promise<ToolCall[]> {
  const { headers, events } = await openEvents(`/${stack}/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal: listener.signal,
  });
  listener.onHeaders?.(Object.fromEntries(headers));
  const calls: { id: string; name: string; arguments: string }[] = [];
  for await (const { data } of events) {
    if (data === '[DONE]') return calls.map(({ id, ...said }) => ({ id, type: 'function', function: said }));
    const chunk = JSON.parse(data) as ChatChunk;
    if (chunk.error) throw errorFromBody(0, chunk);
    const delta = chunk.choices?.[0]?.delta;
    if (delta?.content) listener.onText(delta.content);
    for (const piece of delta?.tool_calls ?? []) {
      const call = calls[piece.index] ?? { id: piece.id ?? '', name: '', arguments: '' };
      calls[piece.index] = call;
      call.name += piece.function?.name ?? '';
      call.arguments += piece.function?.arguments ?? '';
    }
  }
  throw new ServiceError('The connection was lost before the answer was whole. Ask again.');
}
