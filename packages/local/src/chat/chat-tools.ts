import { isJsonObject, type JsonObject } from '../body/json-object.ts';
import type { EngineTool, EngineToolChoice } from '../engine/generate-request.ts';
import { functionTool } from '../generation/function-tools.ts';
import { Refusal } from '../refusal/refusal.ts';
import { invalid, missing } from '../refusal/refusals.ts';

/** The `tools` of a chat request, and the older `functions`. */
export async function chatTools(body: JsonObject): Promise<EngineTool[]> {
  const tools: EngineTool[] = [];
  for (const [at, tool] of ((body['tools'] ?? []) as JsonObject[]).entries()) {
    const path = `tools[${at}]`;
    if (tool['type'] === undefined) throw missing(`${path}.type`);
    if (tool['type'] !== 'function') {
      throw invalid(
        `${path}.type`,
        `Invalid value: '${String(tool['type']).slice(0, 40)}'. Supported values are: 'function'.`,
      );
    }
    tools.push(await functionTool(tool['function'], `${path}.function`));
  }
  for (const [at, definition] of ((body['functions'] ?? []) as JsonObject[]).entries()) {
    tools.push(await functionTool(definition, `functions[${at}]`));
  }
  return tools;
}

const MODES = ['none', 'auto', 'required'];

/** `tool_choice` in chat's nested or the responses' flat form; refuses a tool that was not given. */
export function toolChoice(
  given: unknown,
  tools: readonly EngineTool[],
  param = 'tool_choice',
): EngineToolChoice | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') {
    if (!MODES.includes(given)) {
      throw invalid(
        param,
        `Invalid value: '${given.slice(0, 40)}'. Supported values are: 'none', 'auto', and 'required'.`,
      );
    }
    if (tools.length === 0 && given !== 'none') {
      throw new Refusal(400, `Invalid value for '${param}': '${param}' is only allowed when 'tools' are specified.`, {
        param,
      });
    }
    return given as 'none' | 'auto' | 'required';
  }
  if (!isJsonObject(given)) throw invalid(param, `Invalid type for '${param}'.`, 'invalid_type');
  if (given['type'] === 'allowed_tools') return allowedTools(given, tools, param);
  return { name: known(nameOf(given, param), tools, param) };
}

function allowedTools(given: JsonObject, tools: readonly EngineTool[], param: string): EngineToolChoice {
  const inner = isJsonObject(given['allowed_tools']) ? given['allowed_tools'] : given;
  if (!Array.isArray(inner['tools'])) throw missing(`${param}.tools`);
  const mode = inner['mode'] === 'required' ? 'required' : 'auto';
  return { mode, allowed: inner['tools'].map((tool) => known(nameOf(tool as JsonObject, param), tools, param)) };
}

function nameOf(choice: JsonObject, param: string): string {
  const holder = isJsonObject(choice['function']) ? choice['function'] : choice;
  if (typeof holder['name'] !== 'string') throw missing(`${param}.function.name`);
  return holder['name'];
}

function known(name: string, tools: readonly EngineTool[], param: string): string {
  if (tools.some((tool) => tool.name === name)) return name;
  throw new Refusal(400, `Tool choice '${name.slice(0, 64)}' not found in 'tools' parameter.`, { param });
}
