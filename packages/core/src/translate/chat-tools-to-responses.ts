import { compact, isObject, type JsonObject } from './json-object.ts';
import type { TranslationContext } from './translation-context.ts';

/** Chat's tools, each function's fields lifted out of its inner object. */
export function toolsToResponses(tools: unknown, context: TranslationContext): JsonObject[] {
  if (!Array.isArray(tools)) return context.refuse('tools', 'invalid_value', '`tools` must be a list');
  return tools.map((tool: unknown, index) => {
    if (isObject(tool)) {
      if (tool.type === 'function' && isObject(tool.function)) return functionTool(tool.function);
      if (tool.type === 'custom' && isObject(tool.custom))
        return { ...tool.custom, type: 'custom', ...flatFormat(tool.custom.format) };
    }
    const at = `tools[${index}]`;
    return context.refuse(at, 'unsupported_tool', `\`${at}\` must be of type function or custom`);
  });
}

/** The functions of chat's old `functions`, as tools. */
export function functionsToResponses(functions: unknown, context: TranslationContext): JsonObject[] {
  if (!Array.isArray(functions)) return context.refuse('functions', 'invalid_value', '`functions` must be a list');
  return functions.map((named: unknown, index) =>
    isObject(named)
      ? functionTool(named)
      : context.refuse(`functions[${index}]`, 'invalid_value', `\`functions[${index}]\` must be an object`),
  );
}

/** Which tools may or must be called. */
export function toolChoiceToResponses(choice: unknown, context: TranslationContext): unknown {
  if (typeof choice === 'string') return choice;
  if (isObject(choice)) {
    if (choice.type === 'allowed_tools' && isObject(choice.allowed_tools)) {
      const { mode, tools } = choice.allowed_tools;
      const named = Array.isArray(tools)
        ? tools.map((tool, index) => nameOf(tool, `tool_choice.allowed_tools.tools[${index}]`, context))
        : [];
      return { type: 'allowed_tools', mode, tools: named };
    }
    return nameOf(choice, 'tool_choice', context);
  }
  return context.refuse('tool_choice', 'invalid_value', '`tool_choice` must be none, auto, required or name a tool');
}

/** Chat's old `function_call` parameter as a tool choice. */
export function functionCallToChoice(choice: unknown, context: TranslationContext): unknown {
  if (choice === 'none' || choice === 'auto') return choice;
  if (isObject(choice) && typeof choice.name === 'string') return { type: 'function', name: choice.name };
  return context.refuse('function_call', 'invalid_value', '`function_call` must be none, auto or {"name": …}');
}

function functionTool({ name, description, parameters, strict }: JsonObject): JsonObject {
  return compact({
    type: 'function',
    name,
    description,
    parameters: parameters ?? { type: 'object', properties: {} },
    // Left out it means false to chat, and "try" to Responses.
    strict: strict ?? false,
  });
}

function nameOf(choice: unknown, place: string, context: TranslationContext): JsonObject {
  if (isObject(choice) && (choice.type === 'function' || choice.type === 'custom')) {
    const named = choice[choice.type];
    if (isObject(named)) return { type: choice.type, name: named.name };
  }
  return context.refuse(place, 'unsupported_tool', `\`${place}\` must name a function or a custom tool`);
}

/** Chat nests a grammar once more than Responses does. */
function flatFormat(format: unknown): JsonObject {
  if (!isObject(format) || format.type !== 'grammar' || !isObject(format.grammar)) return {};
  return { format: { type: 'grammar', ...format.grammar } };
}
