import { isHostedTool } from './hosted-types.ts';
import { compact, isGiven, isObject, type JsonObject } from './json-object.ts';
import { isStrictSchema } from './strict-schema.ts';
import type { TranslationContext } from './translation-context.ts';
import type { ResponsesToChatOptions } from './translation-options.ts';

/** Responses tools, each function's fields put into an object of their own. */
export function toolsToChat(
  tools: unknown,
  isStreamed: boolean,
  options: ResponsesToChatOptions,
  context: TranslationContext,
): JsonObject[] {
  if (!Array.isArray(tools)) return context.refuse('tools', 'invalid_value', '`tools` must be a list');
  return tools.map((tool: unknown, index) => {
    const at = `tools[${index}]`;
    if (isObject(tool) && tool.type === 'function') return functionTool(tool);
    if (isObject(tool) && tool.type === 'custom') return customTool(tool, at, isStreamed, options, context);
    const type = isObject(tool) ? String(tool.type) : 'unknown';
    const advice = isHostedTool(type)
      ? 'which the service would have to run itself'
      : 'which Chat Completions does not have';
    return context.refuse(at, 'unsupported_tool', `\`${at}\` is of type ${type}, ${advice}; offer a function instead`);
  });
}

/** Which tools may or must be called. */
export function toolChoiceToChat(choice: unknown, context: TranslationContext): unknown {
  if (typeof choice === 'string') return choice;
  if (isObject(choice) && choice.type === 'allowed_tools') {
    const tools = Array.isArray(choice.tools) ? choice.tools : [];
    const named = tools.map((tool, index) => wrappedName(tool, `tool_choice.tools[${index}]`, context));
    return { type: 'allowed_tools', allowed_tools: { mode: choice.mode, tools: named } };
  }
  return wrappedName(choice, 'tool_choice', context);
}

function functionTool({ name, description, parameters, strict }: JsonObject): JsonObject {
  const wanted = isGiven(strict) ? strict : isStrictSchema(parameters) ? true : undefined;
  return {
    type: 'function',
    function: compact({
      name,
      description: description ?? undefined,
      parameters: parameters ?? undefined,
      strict: wanted,
    }),
  };
}

function customTool(
  { type, format, ...named }: JsonObject,
  at: string,
  isStreamed: boolean,
  options: ResponsesToChatOptions,
  context: TranslationContext,
): JsonObject {
  if (isStreamed) {
    context.refuse(
      at,
      'unsupported_tool',
      `\`${at}\` is a custom tool, which a chat stream cannot carry; send stream: false`,
    );
  }
  if (!isObject(format)) return { type, custom: named };
  if (format.type !== 'grammar') return { type, custom: { ...named, format } };
  if (options.grammarTools !== true) {
    context.refuse(
      at,
      'unsupported_tool',
      `\`${at}\` has a grammar, which this service cannot keep to; offer a function instead`,
    );
  }
  const { type: kind, ...grammar } = format;
  return { type, custom: { ...named, format: { type: kind, grammar } } };
}

function wrappedName(choice: unknown, place: string, context: TranslationContext): JsonObject {
  if (isObject(choice) && (choice.type === 'function' || choice.type === 'custom')) {
    return { type: choice.type, [choice.type]: { name: choice.name } };
  }
  return context.refuse(
    place,
    'unsupported_tool',
    `\`${place}\` names a tool that Chat Completions does not have; name a function`,
  );
}
