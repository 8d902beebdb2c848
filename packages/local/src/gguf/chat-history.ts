import type { ChatHistoryItem, ChatModelFunctionCall, ChatModelResponse } from 'node-llama-cpp';
import type { EngineMessage } from '../engine/engine-message.ts';

/**
 * A conversation as chat templates take it: one model turn holds its texts, its calls and what they returned, and the
 * last turn is the model's, to be continued.
 */
export function chatHistory(messages: readonly EngineMessage[]): ChatHistoryItem[] {
  const history: ChatHistoryItem[] = [];
  const calls = new Map<string, ChatModelFunctionCall>();
  const modelTurn = (): ChatModelResponse['response'] => {
    const last = history.at(-1);
    if (last?.type === 'model') return last.response;
    const turn: ChatModelResponse = { type: 'model', response: [] };
    history.push(turn);
    return turn.response;
  };
  for (const { role, content, toolCalls, toolCallId } of messages) {
    if (role === 'system' || role === 'developer') history.push({ type: 'system', text: content });
    else if (role === 'user') history.push({ type: 'user', text: content });
    else if (role === 'tool') {
      const call = calls.get(toolCallId ?? '');
      if (call) call.result = jsonOrText(content);
    } else {
      const turn = modelTurn();
      if (content !== '') turn.push(content);
      for (const [at, { id, name, arguments: given }] of (toolCalls ?? []).entries()) {
        const call: ChatModelFunctionCall = {
          type: 'functionCall',
          name,
          params: jsonOrText(given),
          result: undefined,
          startsNewChunk: at === 0,
        };
        calls.set(id ?? '', call);
        turn.push(call);
      }
    }
  }
  modelTurn();
  return history;
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
