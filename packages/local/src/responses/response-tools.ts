import type { JsonObject } from '../body/json-object.ts';
import type { EngineTool } from '../engine/generate-request.ts';
import { functionTool } from '../generation/function-tools.ts';
import { invalid, missing } from '../refusal/refusals.ts';

/** The flat function tools of a Responses request; hosted tools are refused, not ignored. */
export async function responseTools(tools: readonly JsonObject[]): Promise<EngineTool[]> {
  const read: EngineTool[] = [];
  for (const [at, tool] of tools.entries()) {
    const path = `tools[${at}]`;
    if (tool['type'] === undefined) throw missing(`${path}.type`);
    if (tool['type'] !== 'function') {
      const type = String(tool['type']).slice(0, 40);
      throw invalid(`${path}.type`, `Invalid value: '${type}'. Supported values are: 'function'.`);
    }
    read.push(await functionTool(tool, path));
  }
  return read;
}

/** A tool as the response echoes it. */
export function echoedTool(tool: JsonObject): JsonObject {
  const { type, name, description = null, parameters = null, strict = false } = tool;
  return { type, description, name, parameters, strict };
}
