/**
 * A table's entry for a key that came from outside, or `undefined`.
 *
 * `constructor`, `__proto__` and their like are found in every object, and are keys of no table.
 */
export function lookUp<T>(table: Readonly<Record<string, T>>, key: unknown): T | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}
