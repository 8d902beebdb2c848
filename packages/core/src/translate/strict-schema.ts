import { isObject } from './json-object.ts';

/**
 * Whether strict mode would take a JSON schema: every object closed, and every property required.
 *
 * Source: OpenAI's structured outputs; a function with a schema of another kind is called without strictness.
 */
export function isStrictSchema(schema: unknown): boolean {
  return isObject(schema) && schema.type === 'object' && isClosed(schema);
}

function isClosed(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isClosed);
  if (!isObject(schema)) return true;
  const { properties, required } = schema;
  if (schema.type === 'object' || properties !== undefined) {
    if (schema.additionalProperties !== false) return false;
    const names = isObject(properties) ? Object.keys(properties) : [];
    if (!names.every((name) => Array.isArray(required) && required.includes(name))) return false;
  }
  const inner = [properties, schema.$defs, schema.definitions]
    .filter(isObject)
    .flatMap((named) => Object.values(named));
  return isClosed([...inner, schema.items, schema.anyOf, schema.oneOf, schema.allOf]);
}
