/** A JSON object off the wire: nothing about its values is known until it is looked at. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list's objects; anything else is an empty list. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A text, or the given one where there is none. */
export function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === 'string' ? value : otherwise;
}

/** Whether a field says something; APIs take `null` for an omitted field. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** An object without its `undefined` values. */
export function compact(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A translated part with the mark up to which the prompt is cached, which both APIs write alike. */
export function withBreakpoint(part: JsonObject, translated: JsonObject): JsonObject {
  const mark = part.prompt_cache_breakpoint;
  return isGiven(mark) ? { ...translated, prompt_cache_breakpoint: mark } : translated;
}
