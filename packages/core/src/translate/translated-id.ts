/** The id of a chat completion as a response's, and of its items: the same answer always gets the same ids. */
export function responseId(completionId: unknown): string {
  return `resp_${bare(completionId, 'chatcmpl-')}`;
}

/** The id of a response as a chat completion's. */
export function completionId(id: unknown): string {
  return `chatcmpl-${bare(id, 'resp_')}`;
}

/** The id of an item of a response: `msg_X`, and `msg_X_1` for the second of its kind. */
export function itemId(kind: 'msg' | 'fc' | 'ctc' | 'rs', id: string, count: number): string {
  return `${kind}_${bare(id, 'resp_')}${count === 0 ? '' : `_${count}`}`;
}

/** The id of a tool call that was given none. */
export function callId(id: string, count: number): string {
  return `call_${bare(id, 'resp_')}_${count}`;
}

function bare(id: unknown, prefix: string): string {
  const text = typeof id === 'string' ? id : '';
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
