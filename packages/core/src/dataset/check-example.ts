import { checkMessage } from './check-message.ts';
import type { DatasetMethod } from './dataset-report.ts';
import { isObject, type Problem, problem } from './problem.ts';

/** What is wrong with one parsed line, by the method it trains. */
export const CHECK_EXAMPLE: Readonly<Record<DatasetMethod, (example: Record<string, unknown>) => Problem | undefined>> =
  {
    supervised: checkSupervised,
    dpo: checkPreference,
  };

/** The messages that a line trains on, for the token estimate. */
export const MESSAGES_OF: Readonly<Record<DatasetMethod, (example: Record<string, unknown>) => readonly unknown[]>> = {
  supervised: (example) => list(example.messages),
  dpo: (example) => [
    ...list(isObject(example.input) ? example.input.messages : undefined),
    ...list(preferred(example, '')),
    ...list(preferred(example, 'non_')),
  ],
};

/** Which method an example is written for. */
export function methodOf(example: Record<string, unknown>): DatasetMethod {
  if (example.messages !== undefined) return 'supervised';
  const isPreference = preferred(example, '') !== undefined || preferred(example, 'non_') !== undefined;
  return isPreference ? 'dpo' : 'supervised';
}

function checkSupervised(example: Record<string, unknown>): Problem | undefined {
  const messages = example.messages;
  if (!Array.isArray(messages) || messages.length === 0) {
    const instead =
      example.prompt !== undefined
        ? 'the prompt/completion form is for completion models; write {"messages": [{"role": "user", …}, {"role": "assistant", …}]}'
        : 'write {"messages": [{"role": "user", …}, {"role": "assistant", …}]}';
    return problem('missing_messages_list', `\`messages\` is missing or empty; ${instead}`);
  }
  const wrong = checkMessages(messages, 'messages') ?? checkTools(example, '');
  if (wrong !== undefined) return wrong;
  if (messages.some((message) => message.role === 'assistant')) return undefined;
  return problem('example_missing_assistant_message', 'no message has the role assistant; add the answer to learn');
}

function checkPreference(example: Record<string, unknown>): Problem | undefined {
  const input = example.input;
  if (!isObject(input) || !Array.isArray(input.messages) || input.messages.length === 0) {
    return problem(
      'missing_messages_list',
      '`input.messages` is missing or empty; write {"input": {"messages": […]}, …}',
    );
  }
  return (
    checkMessages(input.messages, 'input.messages') ??
    checkTools(input, 'input.') ??
    checkPreferred(example, '') ??
    checkPreferred(example, 'non_')
  );
}

/** OpenAI's guide says `preferred_output`, its 2025 specification `preferred_completion`; both are read. */
function preferred(example: Record<string, unknown>, prefix: '' | 'non_'): unknown {
  return example[`${prefix}preferred_output`] ?? example[`${prefix}preferred_completion`];
}

function checkPreferred(example: Record<string, unknown>, prefix: '' | 'non_'): Problem | undefined {
  const code = `missing_${prefix}preferred_output` as const;
  const answers = preferred(example, prefix);
  const key = `${prefix}preferred_output`;
  if (!Array.isArray(answers) || answers.length === 0) {
    return problem(code, `\`${key}\` is missing or empty; write a list with one assistant message`);
  }
  const wrong = checkMessages(answers, key);
  if (wrong !== undefined) return wrong;
  const stranger = answers.findIndex(({ role }) => role !== 'assistant' && role !== 'tool');
  if (stranger >= 0) {
    return problem(
      'unrecognized_role',
      `\`${key}[${stranger}].role\` is not assistant or tool; an answer holds only these`,
    );
  }
  if (answers.some(({ role }) => role === 'assistant')) return undefined;
  return problem('example_missing_assistant_message', `\`${key}\` has no assistant message; add the answer`);
}

function checkMessages(messages: readonly unknown[], place: string): Problem | undefined {
  for (let index = 0; index < messages.length; index++) {
    const wrong = checkMessage(messages[index], `${place}[${index}]`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function checkTools(holder: Record<string, unknown>, prefix: string): Problem | undefined {
  const { tools, parallel_tool_calls: parallel } = holder;
  if (parallel !== undefined && typeof parallel !== 'boolean') {
    return problem(
      'data_type',
      `\`${prefix}parallel_tool_calls\` is not true or false; write one of them or remove it`,
    );
  }
  if (tools === undefined) return undefined;
  const bad = Array.isArray(tools) ? tools.findIndex((tool) => !isTool(tool)) : 0;
  if (bad < 0) return undefined;
  return problem(
    'invalid_tools',
    `\`${prefix}tools[${bad}]\` is not a tool; write {"type": "function", "function": {"name": …, "parameters": {…}}}`,
  );
}

function isTool(tool: unknown): boolean {
  return isObject(tool) && isObject(tool.function) && typeof tool.function.name === 'string';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
