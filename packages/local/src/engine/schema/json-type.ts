/** The names of JSON Schema's types. */
export type JsonType = 'null' | 'boolean' | 'integer' | 'number' | 'string' | 'array' | 'object';

const TYPES: ReadonlySet<unknown> = new Set<JsonType>([
  'null',
  'boolean',
  'integer',
  'number',
  'string',
  'array',
  'object',
]);

/** Whether a value names a type. */
export function isJsonType(value: unknown): value is JsonType {
  return TYPES.has(value);
}

/** Whether a value is of a type; an integer is also a number. */
export function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

/** Keywords that only make sense for one type, for schemas that name none. */
const IMPLIED: readonly (readonly [JsonType, readonly string[]])[] = [
  ['object', ['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties', 'propertyNames']],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains']],
  ['string', ['minLength', 'maxLength', 'pattern', 'format']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

/** The types a schema allows, the likeliest first; without a `type` the ones its keywords speak of. */
export function allowedTypes(schema: { readonly [keyword: string]: unknown }): readonly JsonType[] {
  const { type, nullable } = schema;
  const named = (Array.isArray(type) ? type : [type]).filter(isJsonType);
  if (named.length > 0) return nullable === true && !named.includes('null') ? [...named, 'null'] : named;
  const implied = IMPLIED.find(([, keywords]) => keywords.some((keyword) => Object.hasOwn(schema, keyword)));
  return implied ? [implied[0]] : ['string', 'object', 'number', 'boolean', 'array', 'null'];
}
