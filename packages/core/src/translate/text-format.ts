import { isObject, type JsonObject } from './json-object.ts';
import type { TranslationContext } from './translation-context.ts';

/** Chat's `response_format` as `text.format`: the schema's own object is unwrapped. */
export function formatToResponses(format: unknown, context: TranslationContext): JsonObject {
  if (isObject(format)) {
    if (format.type === 'text' || format.type === 'json_object') return { type: format.type };
    if (format.type === 'json_schema' && isObject(format.json_schema)) {
      return { type: 'json_schema', ...format.json_schema };
    }
  }
  return context.refuse(
    'response_format',
    'invalid_value',
    '`response_format` must be of type text, json_object or json_schema with its `json_schema`',
  );
}

/** `text.format` as chat's `response_format`: the schema's fields are wrapped in an object of their own. */
export function formatToChat(format: unknown, context: TranslationContext): JsonObject {
  if (isObject(format)) {
    if (format.type === 'text' || format.type === 'json_object') return { type: format.type };
    if (format.type === 'json_schema') {
      const { type, ...schema } = format;
      return { type, json_schema: schema };
    }
  }
  return context.refuse(
    'text.format',
    'invalid_value',
    '`text.format` must be of type text, json_object or json_schema',
  );
}
