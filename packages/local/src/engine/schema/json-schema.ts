/** A JSON Schema as it arrives on the wire: nothing about it is trusted yet. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** A schema that is an object of keywords. */
export type SchemaObject = { readonly [keyword: string]: unknown };

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
