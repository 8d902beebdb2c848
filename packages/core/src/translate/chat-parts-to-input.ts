import { lookUp } from '../wire/look-up.ts';
import { compact, isObject, type JsonObject, objectsIn, withBreakpoint } from './json-object.ts';
import { annotationToResponses } from './translated-annotation.ts';
import type { TranslationContext } from './translation-context.ts';

type PartRule = (part: JsonObject, place: string, context: TranslationContext) => JsonObject;

const PARTS: Readonly<Record<string, PartRule>> = {
  text: (part) => ({ type: 'input_text', text: part.text }),
  image_url: (part, place, context) => {
    const image = part.image_url;
    if (!isObject(image)) return context.refuse(place, 'invalid_value', `\`${place}.image_url\` must be {"url": …}`);
    return { type: 'input_image', image_url: image.url, detail: image.detail ?? 'auto' };
  },
  file: (part, place, context) => {
    const file = part.file;
    if (!isObject(file))
      return context.refuse(
        place,
        'invalid_value',
        `\`${place}.file\` must be {"file_id": …} or {"file_data": …, "filename": …}`,
      );
    return compact({ type: 'input_file', file_id: file.file_id, file_data: file.file_data, filename: file.filename });
  },
  input_audio: (_part, place, context) =>
    context.refuse(
      place,
      'unsupported_content',
      `\`${place}\` is audio, which the Responses API does not take; send its transcript as text`,
    ),
};

/** The content of a system, developer, user or tool message as input parts; text alone may stay a text. */
export function contentToInput(content: unknown, place: string, context: TranslationContext): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'input_text', text: content }];
  if (!Array.isArray(content)) {
    return context.refuse(place, 'invalid_value', `\`${place}\` must be a text or a list of parts`);
  }
  return content.map((part: unknown, index) => {
    const at = `${place}[${index}]`;
    const rule = isObject(part) ? lookUp(PARTS, part.type) : undefined;
    if (rule === undefined || !isObject(part)) {
      return context.refuse(
        at,
        'unsupported_content',
        `\`${at}\` is of a type the Responses API does not have; use text, image_url or file`,
      );
    }
    return withBreakpoint(part, rule(part, at, context));
  });
}

function citationsOf(message: JsonObject): JsonObject[] {
  return objectsIn(message.annotations).map(annotationToResponses).filter(isObject);
}

/** The content of an assistant message as output parts, as the API that wrote it would give them. */
export function contentToOutput(message: JsonObject, place: string, context: TranslationContext): JsonObject[] {
  const { content, refusal } = message;
  const parts: JsonObject[] = [];
  if (typeof content === 'string')
    parts.push({ type: 'output_text', text: content, annotations: citationsOf(message), logprobs: [] });
  else if (Array.isArray(content)) {
    for (const [index, part] of content.entries()) parts.push(outputPart(part, `${place}.content[${index}]`, context));
  } else if (content !== undefined && content !== null) {
    context.refuse(`${place}.content`, 'invalid_value', `\`${place}.content\` must be a text, a list of parts or null`);
  }
  if (typeof refusal === 'string') parts.push({ type: 'refusal', refusal });
  return parts;
}

function outputPart(part: unknown, place: string, context: TranslationContext): JsonObject {
  if (isObject(part) && part.type === 'text')
    return { type: 'output_text', text: part.text, annotations: [], logprobs: [] };
  if (isObject(part) && part.type === 'refusal') return { type: 'refusal', refusal: part.refusal };
  return context.refuse(
    place,
    'unsupported_content',
    `\`${place}\` of an assistant message must be of type text or refusal`,
  );
}
