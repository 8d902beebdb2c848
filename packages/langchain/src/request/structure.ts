import { ColloquyError } from '@colloquy/core';
import { type BaseMessage, SystemMessage } from '@langchain/core/messages';
import type { StructuredOutputMethod } from '../chat-colloquy-fields.ts';
import { type Learned, refusalOf } from './learned.ts';
import type { RequestSettings } from './request-settings.ts';

type Fields = Record<string, unknown>;

/** A structured answer that is asked for: its schema, and the ways to ask, in order of preference. */
export interface Structure {
  readonly methods: readonly StructuredOutputMethod[];
  readonly name: string;
  readonly description: string | undefined;
  readonly schema: Fields;
  readonly strict: boolean | undefined;
}

/** A request as it is about to be written. */
export interface Ask {
  readonly settings: RequestSettings;
  readonly messages: readonly BaseMessage[];
}

type Way = (ask: Ask, structure: Structure) => Ask;

const WAYS: Readonly<Record<StructuredOutputMethod, Way>> = {
  jsonSchema: ({ settings, messages }, { name, description, schema, strict }) => {
    const format = { name, ...(description && { description }), schema, ...(strict !== undefined && { strict }) };
    return { settings: { ...settings, responseFormat: { type: 'json_schema', json_schema: format } }, messages };
  },
  functionCalling: ({ settings, messages }, { name, description, schema, strict }) => {
    const fn = {
      name,
      ...(description && { description }),
      parameters: schema,
      ...(strict !== undefined && { strict }),
    };
    const toolChoice = { type: 'function', function: { name } };
    return {
      settings: { ...settings, tools: [...settings.tools, { type: 'function', function: fn }], toolChoice },
      messages,
    };
  },
  jsonMode: ({ settings, messages }, { methods, schema }) => {
    // Who chose this method says the schema in the prompt; where it is the last resort nobody has said it yet.
    const told = methods.length === 1 ? messages : [instruction(schema), ...messages];
    return { settings: { ...settings, responseFormat: { type: 'json_object' } }, messages: told };
  },
};

function instruction(schema: Fields): SystemMessage {
  return new SystemMessage(
    `Answer with one JSON object, and nothing else, that follows this JSON schema: ${JSON.stringify(schema)}`,
  );
}

/** The request, asking for the structured answer in the way at `index`. */
export function withStructure(ask: Ask, structure: Structure, index: number): Ask {
  const method = structure.methods[Math.min(index, structure.methods.length - 1)] as StructuredOutputMethod;
  return WAYS[method](ask, structure);
}

/** The words by which a service refuses each way. */
const REFUSAL: Readonly<Record<StructuredOutputMethod, RegExp>> = {
  jsonSchema: /response_format|json_schema|text\.format|\btext\b|structured/i,
  functionCalling: /tool/i,
  jsonMode: /response_format|json_object|text\.format/i,
};

/**
 * The next way to ask, where the service refused the one at `index`; remembers what the model will not take at all.
 *
 * A refusal of this one schema is not remembered: the next may be fine.
 */
export function nextWay(structure: Structure, index: number, error: unknown, learned: Learned): number | undefined {
  const method = structure.methods[index];
  if (method === undefined || index + 1 >= structure.methods.length) return undefined;
  const here = ColloquyError.isInstance(error) && (error.code === 'translation' || error.code === 'unsupported');
  const { said, refused } = here ? { said: String(error.param), refused: true } : refusalOf(error);
  if (!REFUSAL[method].test(said)) return undefined;
  if (refused && !/invalid.{0,12}schema/i.test(said))
    learned.refusedStructures = Math.max(learned.refusedStructures, index + 1);
  return index + 1;
}
