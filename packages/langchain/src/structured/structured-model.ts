import type { BaseLanguageModelInput } from '@langchain/core/language_models/base';
import { assembleStructuredOutputPipeline } from '@langchain/core/language_models/structured_output';
import type { Runnable } from '@langchain/core/runnables';
import type { SerializableSchema } from '@langchain/core/utils/standard_schema';
import type { ZodV3Like, ZodV4Like } from '@langchain/core/utils/types';
import type { StructuredOutputMethod } from '../chat-colloquy-fields.ts';
import type { Structure } from '../request/structure.ts';
import { type StructureOptions, structureOf } from './structure-of.ts';
import { StructuredParser } from './structured-parser.ts';

type Fields = Record<string, unknown>;

/** The schema of a structured answer: zod, a Standard Schema that can say itself as JSON, or a JSON schema. */
export type OutputSchema<Output extends Fields> =
  | SerializableSchema<Output>
  | ZodV4Like<Output>
  | ZodV3Like<Output>
  | Fields;

/** The call options that ask for a structured answer. */
export interface StructuredCall {
  readonly outputVersion: 'v0';
  readonly structure: Structure;
  /** What LangSmith shows of the run. */
  readonly ls_structured_output_format: { kwargs: { method: string }; schema: Fields };
}

/** The words LangSmith knows each method by. */
const TRACED_AS: Readonly<Record<StructuredOutputMethod, string>> = {
  jsonSchema: 'json_schema',
  functionCalling: 'function_calling',
  jsonMode: 'json_mode',
};

/** A model that answers with an object; `bind` makes the model that asks for it. */
export function structuredModel<Output extends Fields>(
  schema: OutputSchema<Output>,
  options: StructureOptions & { readonly includeRaw?: boolean },
  preferred: StructuredOutputMethod | undefined,
  bind: (call: StructuredCall) => Runnable<BaseLanguageModelInput>,
) {
  const structure = structureOf(schema, options, preferred);
  const [method = 'jsonSchema'] = structure.methods;
  const traced = { kwargs: { method: TRACED_AS[method] }, schema: { title: structure.name, ...structure.schema } };
  const model = bind({ outputVersion: 'v0', structure, ls_structured_output_format: traced });
  const parser = new StructuredParser(schema, structure.name) as unknown as Runnable<unknown, Output>;
  return assembleStructuredOutputPipeline<Output>(model, parser, options.includeRaw);
}
