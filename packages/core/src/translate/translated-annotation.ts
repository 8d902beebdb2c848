import { isObject, type JsonObject } from './json-object.ts';

/** A response's citation as a chat message's, `offset` characters further on; `undefined` where chat has no form. */
export function annotationToChat(annotation: JsonObject, offset = 0): JsonObject | undefined {
  if (annotation.type !== 'url_citation') return undefined;
  const { url, title, start_index: start, end_index: end } = annotation;
  return {
    type: 'url_citation',
    url_citation: { url, title, start_index: moved(start, offset), end_index: moved(end, offset) },
  };
}

/** A chat message's citation as a response's. */
export function annotationToResponses(annotation: JsonObject): JsonObject | undefined {
  const { type, url_citation: citation } = annotation;
  return type === 'url_citation' && isObject(citation) ? { type, ...citation } : undefined;
}

function moved(index: unknown, offset: number): unknown {
  return typeof index === 'number' ? index + offset : index;
}
