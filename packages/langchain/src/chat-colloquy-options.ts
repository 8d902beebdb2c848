import type { ChatColloquyFields } from './chat-colloquy-fields.ts';
import { badOption, refuseUnknown } from './connection/bad-option.ts';
import { CONNECTION_KEYS } from './connection/connection.ts';

/** LangChain's own fields, which every model takes. */
const BASE_KEYS = [
  'cache',
  'callbacks',
  'callbackManager',
  'verbose',
  'tags',
  'metadata',
  'maxConcurrency',
  'onFailedAttempt',
  'disableStreaming',
  'outputVersion',
] as const;

/** The options that say what is asked of the model, as they appear in JSON and in the cache key. */
export const MODEL_KEYS = [
  'model',
  'api',
  'streaming',
  'temperature',
  'maxTokens',
  'stop',
  'stopSequences',
  'reasoningEffort',
  'replayReasoning',
  'structuredOutputMethod',
  'outputVersion',
  'coalesce',
  'profile',
  'extraBody',
] as const;

/** The call options that are ours, beside LangChain's. */
export const CALL_KEYS: readonly string[] = [
  'headers',
  'extraBody',
  'tools',
  'tool_choice',
  'strict',
  'parallel_tool_calls',
  'response_format',
  'reasoningEffort',
  'temperature',
  'maxTokens',
  'structure',
];

/** What is written down of a model: never a key, a header or a client. */
export const SERIALIZABLE_KEYS: readonly string[] = [
  ...MODEL_KEYS,
  'baseURL',
  'timeout',
  'maxRetries',
  'disableStreaming',
  'maxConcurrency',
];

const KNOWN: ReadonlySet<string> = new Set<string>([...BASE_KEYS, ...MODEL_KEYS, ...CONNECTION_KEYS]);

const ONE_OF: Readonly<Record<string, readonly unknown[]>> = {
  api: ['chat', 'responses', 'auto'],
  replayReasoning: ['never', 'tool-turns', 'always'],
  structuredOutputMethod: ['jsonSchema', 'functionCalling', 'jsonMode'],
  outputVersion: ['v0', 'v1'],
};

type Check = { readonly is: (value: unknown) => boolean; readonly wanted: string };

const isCount = (value: unknown) => typeof value === 'number' && Number.isInteger(value) && value > 0;
const isTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string');
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

const CHECKS: Readonly<Record<string, Check>> = {
  model: {
    is: (value) => typeof value === 'string' && value !== '',
    wanted: 'the id of a model, such as `gpt-4o-mini`',
  },
  temperature: { is: (value) => typeof value === 'number' && value >= 0 && value <= 2, wanted: 'a number from 0 to 2' },
  maxTokens: { is: isCount, wanted: 'a whole number above 0' },
  stop: { is: isTexts, wanted: 'a list of texts' },
  stopSequences: { is: isTexts, wanted: 'a list of texts' },
  streaming: { is: (value) => typeof value === 'boolean', wanted: 'true or false' },
  reasoningEffort: { is: (value) => typeof value === 'string', wanted: 'a text such as `low`' },
  extraBody: { is: isObject, wanted: 'an object of request parameters' },
  profile: { is: isObject, wanted: 'an object of facts about the model' },
  coalesce: {
    is: (value) => typeof value === 'boolean' || isCoalesce(value),
    wanted: '{ text?: "per-read" | false, toolArgs?: characters | false }, or false',
  },
};

/** Reads the constructor's arguments into fields; throws `configuration`, naming the option, for a bad one. */
export function readFields(
  modelOrFields: string | ChatColloquyFields,
  rest: Partial<ChatColloquyFields> = {},
): ChatColloquyFields {
  const fields = typeof modelOrFields === 'string' ? { ...rest, model: modelOrFields } : { ...modelOrFields };
  refuseUnknown(fields, KNOWN, 'ChatColloquy');
  for (const [name, { is, wanted }] of Object.entries(CHECKS)) {
    const value = (fields as Record<string, unknown>)[name];
    if ((value !== undefined || name === 'model') && !is(value)) throw badOption(name, `must be ${wanted}`);
  }
  for (const [name, choices] of Object.entries(ONE_OF)) {
    const value = (fields as Record<string, unknown>)[name];
    if (value !== undefined && !choices.includes(value)) throw badOption(name, `must be one of ${choices.join(', ')}`);
  }
  return fields;
}

function isCoalesce(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { text, toolArgs, ...others } = value as Record<string, unknown>;
  const textFits = text === undefined || text === false || text === 'per-read';
  return (
    textFits && (toolArgs === undefined || toolArgs === false || isCount(toolArgs)) && Object.keys(others).length === 0
  );
}
