import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { isSerializableSchema } from '@langchain/core/utils/standard_schema';
import { getSchemaDescription, isInteropZodSchema } from '@langchain/core/utils/types';
import type { StructuredOutputMethod } from '../chat-colloquy-fields.ts';
import { badOption } from '../connection/bad-option.ts';
import type { Structure } from '../request/structure.ts';

type Fields = Record<string, unknown>;

/** LangChain's options for a structured answer. */
export interface StructureOptions {
  readonly name?: string;
  readonly method?: string;
  readonly strict?: boolean;
}

const ALL: readonly StructuredOutputMethod[] = ['jsonSchema', 'functionCalling', 'jsonMode'];

/** What is asked for by a schema, as zod, a Standard Schema, a JSON schema, or a function's definition. */
export function structureOf(schema: unknown, options: StructureOptions, preferred?: StructuredOutputMethod): Structure {
  const method = (options.method ?? preferred) as StructuredOutputMethod | undefined;
  if (method !== undefined && !ALL.includes(method)) throw badOption('method', `must be one of ${ALL.join(', ')}`);
  if (options.strict !== undefined && method === 'jsonMode') {
    throw badOption('strict', 'has no meaning for jsonMode, which knows no schema; use jsonSchema or functionCalling');
  }
  const methods = method === undefined ? ALL : [method];
  const { strict } = options;
  if (isInteropZodSchema(schema) || isSerializableSchema(schema)) {
    const json = toJsonSchema(schema as Parameters<typeof toJsonSchema>[0]) as Fields;
    const description = isInteropZodSchema(schema) ? getSchemaDescription(schema) : undefined;
    return {
      methods,
      name: options.name ?? 'extract',
      description: description ?? text(json['description']),
      schema: json,
      strict,
    };
  }
  const given = schema as Fields;
  const isFunction = typeof given['name'] === 'string' && typeof given['parameters'] === 'object';
  const inner = (isFunction ? given['parameters'] : given) as Fields;
  // A title may hold spaces, which a function's name may not.
  const title = text(isFunction ? given['name'] : given['title'])?.replace(/[^\w-]/g, '_');
  return {
    methods,
    name: options.name ?? title ?? 'extract',
    description: text(given['description']),
    schema: inner,
    strict,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
