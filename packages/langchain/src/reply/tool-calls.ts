import type { InvalidToolCall, ToolCall } from '@langchain/core/messages/tool';
import type { CallPiece } from './answer.ts';

/** Whole calls as LangChain keeps them: those whose arguments are a JSON object, and the others as they came. */
export function toolCalls(pieces: readonly CallPiece[]): {
  tool_calls: ToolCall[];
  invalid_tool_calls: InvalidToolCall[];
} {
  const valid: ToolCall[] = [];
  const invalid: InvalidToolCall[] = [];
  for (const { id, name = '', args } of pieces) {
    const parsed = parsedArgs(args);
    if (parsed !== undefined) valid.push({ type: 'tool_call', id, name, args: parsed });
    else invalid.push({ type: 'invalid_tool_call', id, name, args, error: 'the arguments are not a JSON object' });
  }
  return { tool_calls: valid, invalid_tool_calls: invalid };
}

/** Arguments as an object; no text at all is a call without arguments. */
export function parsedArgs(args: string): Record<string, unknown> | undefined {
  if (args.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(args);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
