import type { BindToolsInput } from '@langchain/core/language_models/chat_models';
import { convertToOpenAITool, isLangChainTool } from '@langchain/core/utils/function_calling';
import { toJsonSchema } from '@langchain/core/utils/json_schema';
import { badOption } from '../connection/bad-option.ts';

type Fields = Record<string, unknown>;

/**
 * A tool in chat completions' form, from every form LangChain takes: a LangChain tool, a runnable made into one, a name
 * with a schema, OpenAI's own two forms, and tools the service runs itself.
 *
 * Throws `configuration`, naming the tool, for anything else.
 */
export function chatTool(tool: BindToolsInput, index: number, strict?: boolean): Fields {
  const given = tool as Fields;
  const definition = (given['extras'] as Fields | undefined)?.['providerToolDefinition'];
  if (typeof definition === 'object' && definition !== null) return definition as Fields;
  const known = isLangChainTool(tool) ? (convertToOpenAITool(tool) as unknown as Fields) : plainTool(given, index);
  const fn = known['function'];
  if (typeof fn !== 'object' || fn === null) return known;
  return strict === undefined ? known : { ...known, function: { ...(fn as Fields), strict } };
}

function plainTool(tool: Fields, index: number): Fields {
  // Responses' flat form of a function, before the tools a service runs itself, which have a type of their own.
  if (tool['type'] === 'function' && typeof tool['name'] === 'string') {
    const { type, ...fn } = tool;
    return { type, function: fn };
  }
  if (typeof tool['type'] === 'string' && tool['type'] !== 'object') return tool;
  if (typeof tool['name'] === 'string') {
    const { name, description, parameters, input_schema, schema } = tool;
    const given = (parameters ?? input_schema ?? schema ?? { type: 'object', properties: {} }) as Parameters<
      typeof toJsonSchema
    >[0];
    return { type: 'function', function: { name, description, parameters: toJsonSchema(given) } };
  }
  if (typeof tool['title'] === 'string') {
    return { type: 'function', function: { name: tool['title'], description: tool['description'], parameters: tool } };
  }
  throw badOption(`tools[${index}]`, 'is not a tool: it needs a `type` with a `function`, or a `name` and a schema');
}

/** Whether a tool is one that the service runs itself, which only the Responses API has. */
export function isServiceTool(tool: Fields): boolean {
  return tool['type'] !== 'function' && tool['type'] !== 'custom';
}

/** A tool in the Responses API's flat form. */
export function responseTool(tool: Fields): Fields {
  const inner = tool[String(tool['type'])];
  if (typeof inner !== 'object' || inner === null || (tool['type'] !== 'function' && tool['type'] !== 'custom'))
    return tool;
  return { type: tool['type'], ...(inner as Fields) };
}

/** LangChain's words for a choice of tool; any other text is a tool's name. */
const CHOICES: Readonly<Record<string, string>> = { auto: 'auto', none: 'none', any: 'required', required: 'required' };

/** A choice of tool in chat completions' form. */
export function chatToolChoice(choice: unknown): unknown {
  if (typeof choice === 'string') return CHOICES[choice] ?? { type: 'function', function: { name: choice } };
  if (typeof choice !== 'object' || choice === null) return undefined;
  const { type, name } = choice as Fields;
  // Anthropic's way to name a tool.
  return type === 'tool' ? { type: 'function', function: { name } } : choice;
}

/** A choice of tool in the Responses API's flat form. */
export function responseToolChoice(choice: unknown): unknown {
  const chosen = chatToolChoice(choice);
  return typeof chosen === 'object' && chosen !== null ? responseTool(chosen as Fields) : chosen;
}
