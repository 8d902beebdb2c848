import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import type { EngineTool } from '../engine/generate-request.ts';
import { type JsonSchema } from '../engine/schema/json-schema.ts';
import { invalid, missing } from '../refusal/refusals.ts';
import { refuseSchema } from './refuse-schema.ts';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** A function's definition, nested (chat) or flat (responses), as the engine takes it. */
export async function functionTool(definition: unknown, path: string): Promise<EngineTool> {
  if (!isJsonObject(definition)) throw missing(path);
  const { name, description, parameters } = definition as JsonObject;
  if (name === undefined) throw missing(`${path}.name`);
  if (typeof name !== 'string' || !NAME.test(name)) {
    const message = `Invalid '${path}.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
    throw invalid(`${path}.name`, message);
  }
  const tool: { name: string; description?: string; parameters?: JsonSchema } = { name };
  if (typeof description === 'string') tool.description = description;
  if (parameters !== undefined && parameters !== null) {
    if (!isJsonObject(parameters)) {
      throw invalid(`${path}.parameters`, `Invalid type for '${path}.parameters': expected an object.`, 'invalid_type');
    }
    await refuseSchema(
      parameters,
      `${path}.parameters`,
      `Invalid schema for function '${name}'`,
      'invalid_function_parameters',
    );
    tool.parameters = parameters;
  }
  return tool;
}
