import { isJsonObject } from '../body/json-object.ts';
import { invalid } from '../refusal/refusals.ts';

/** Sixteen pairs at most, keys up to 64 characters, values strings up to 512; resolves `null` and absence to `null`. */
export function checkMetadata(value: unknown): Record<string, string> | null {
  if (value === undefined || value === null) return null;
  if (!isJsonObject(value))
    throw invalid('metadata', `Invalid type for 'metadata': expected an object.`, 'invalid_type');
  const entries = Object.entries(value);
  if (entries.length > 16) {
    const message = `Invalid 'metadata': too many properties. Expected at most 16, but got ${entries.length} instead.`;
    throw invalid('metadata', message, 'object_above_max_properties');
  }
  for (const [key, text] of entries) {
    const path = `metadata.${key.slice(0, 64)}`;
    if (key.length > 64)
      throw invalid(path, `Invalid 'metadata': a key is longer than 64 characters.`, 'invalid_value');
    if (typeof text !== 'string') throw invalid(path, `Invalid type for '${path}': expected a string.`, 'invalid_type');
    if (text.length > 512) {
      throw invalid(
        path,
        `Invalid '${path}': string too long. Expected a maximum length of 512.`,
        'string_above_max_length',
      );
    }
  }
  return value as Record<string, string>;
}
