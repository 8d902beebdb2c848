import { isObject, type Problem, problem } from './problem.ts';

const ROLES: ReadonlySet<unknown> = new Set(['system', 'developer', 'user', 'assistant', 'tool', 'function']);

const KEYS: ReadonlySet<string> = new Set([
  'role',
  'content',
  'name',
  'weight',
  'refusal',
  'audio',
  'tool_calls',
  'tool_call_id',
  'function_call',
]);

/** What is wrong with one message of an example; `place` is its path, such as `messages[2]`. */
export function checkMessage(message: unknown, place: string): Problem | undefined {
  if (!isObject(message)) return problem('data_type', `\`${place}\` is not an object; write {"role": …, "content": …}`);
  const role = message.role;
  if (role === undefined) {
    return problem('message_missing_key', `\`${place}.role\` is missing; add one of ${[...ROLES].join(', ')}`);
  }
  if (!ROLES.has(role)) {
    return problem('unrecognized_role', `\`${place}.role\` is ${quote(role)}; use one of ${[...ROLES].join(', ')}`);
  }
  for (const key in message) {
    if (!KEYS.has(key)) {
      return problem('message_unrecognized_key', `\`${place}\` has the unknown key ${quote(key)}; remove it`);
    }
  }
  return (
    checkWeight(message, place) ??
    checkCalls(message, place) ??
    checkContent(message, place) ??
    checkLink(message, place)
  );
}

function checkWeight(message: Record<string, unknown>, place: string): Problem | undefined {
  const weight = message.weight;
  if (weight === undefined) return undefined;
  if (weight !== 0 && weight !== 1) {
    return problem('invalid_weight', `\`${place}.weight\` is ${quote(weight)}; use 0 (do not train on it) or 1`);
  }
  if (message.role === 'assistant') return undefined;
  return problem(
    'invalid_weight',
    `\`${place}.weight\` stands on a ${message.role} message; only assistant messages have one`,
  );
}

function checkCalls(message: Record<string, unknown>, place: string): Problem | undefined {
  const calls = message.tool_calls;
  if (calls === undefined) return undefined;
  if (message.role !== 'assistant') {
    return problem(
      'invalid_tool_calls',
      `\`${place}.tool_calls\` stands on a ${message.role} message; only an assistant calls tools`,
    );
  }
  if (!Array.isArray(calls) || calls.length === 0) {
    return problem('invalid_tool_calls', `\`${place}.tool_calls\` is not a list of calls; remove it or name a call`);
  }
  const bad = calls.findIndex((call) => !isCall(call));
  if (bad < 0) return undefined;
  return problem(
    'invalid_tool_calls',
    `\`${place}.tool_calls[${bad}]\` is not a call; write {"id", "type": "function", "function": {"name", "arguments": "{…}"}}, with the arguments as a string`,
  );
}

function isCall(call: unknown): boolean {
  if (!isObject(call) || typeof call.id !== 'string' || call.id === '') return false;
  const named = call.function;
  return isObject(named) && typeof named.name === 'string' && typeof named.arguments === 'string';
}

function checkContent(message: Record<string, unknown>, place: string): Problem | undefined {
  const content = message.content;
  const role = message.role;
  const mayBeEmpty = role === 'tool' || role === 'function';
  if (typeof content === 'string' ? content !== '' || mayBeEmpty : isPartList(content)) return undefined;
  if (role === 'assistant' && saysOtherwise(message) && (content === undefined || content === null || content === '')) {
    return undefined;
  }
  if (content === undefined) {
    return problem(
      'message_missing_key',
      `\`${place}.content\` is missing; add the text${role === 'assistant' ? ' or tool_calls' : ''}`,
    );
  }
  if (content === null || content === '') {
    return problem(
      'missing_content',
      `\`${place}.content\` is empty; add the text${role === 'assistant' ? ' or tool_calls' : ''}`,
    );
  }
  return problem(
    'missing_content',
    `\`${place}.content\` is neither a text nor a list of parts with a \`type\`; write the text as a string`,
  );
}

function isPartList(content: unknown): boolean {
  return (
    Array.isArray(content) &&
    content.length > 0 &&
    content.every((part) => isObject(part) && typeof part.type === 'string')
  );
}

/** An assistant may say nothing where it calls tools or refuses. */
function saysOtherwise(message: Record<string, unknown>): boolean {
  return message.tool_calls !== undefined || isObject(message.function_call) || typeof message.refusal === 'string';
}

function checkLink(message: Record<string, unknown>, place: string): Problem | undefined {
  if (message.role === 'tool' && typeof message.tool_call_id !== 'string') {
    return problem('message_missing_key', `\`${place}.tool_call_id\` is missing; give the id of the call it answers`);
  }
  if (message.role === 'function' && typeof message.name !== 'string') {
    return problem('message_missing_key', `\`${place}.name\` is missing; give the name of the function that answered`);
  }
  return undefined;
}

/** A value as it stands in the file, shortened. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
