import { lookUp } from '../wire/look-up.ts';
import { compact, isGiven, isObject, type JsonObject, withBreakpoint } from './json-object.ts';
import type { TranslationContext } from './translation-context.ts';
import type { ResponsesToChatOptions } from './translation-options.ts';

type PartRule = (
  part: JsonObject,
  place: string,
  context: TranslationContext,
  options: ResponsesToChatOptions,
) => JsonObject;

const text: PartRule = (part) => ({ type: 'text', text: part.text });

const PARTS: Readonly<Record<string, PartRule>> = {
  input_text: text,
  output_text: text,
  text,
  input_image: (part, place, context) => {
    if (!isGiven(part.image_url)) {
      context.refuse(
        `${place}.file_id`,
        'unsupported_content',
        `\`${place}.file_id\` is a stored image, which Chat Completions cannot fetch; send \`image_url\``,
      );
    }
    if (part.detail === 'original') {
      context.refuse(
        `${place}.detail`,
        'unsupported_content',
        `\`${place}.detail\` is original, which Chat Completions does not have; use low, high or auto`,
      );
    }
    return { type: 'image_url', image_url: compact({ url: part.image_url, detail: part.detail ?? undefined }) };
  },
  input_file: (part, place, context, options) => {
    if (isGiven(part.file_url)) {
      context.refuse(
        `${place}.file_url`,
        'unsupported_content',
        `\`${place}.file_url\` is a remote file, which Chat Completions cannot fetch; send \`file_data\``,
      );
    }
    if (isGiven(part.file_id) && options.sharedFiles !== true) {
      context.refuse(
        `${place}.file_id`,
        'unsupported_content',
        `\`${place}.file_id\` is kept by another service than the one that answers; send \`file_data\``,
      );
    }
    const { file_id, file_data, filename } = part;
    return { type: 'file', file: compact({ file_id, file_data, filename }) };
  },
};

/** The content of a user, system or developer message; one text alone is a plain text, which every service takes. */
export function inputToContent(
  content: unknown,
  place: string,
  options: ResponsesToChatOptions,
  context: TranslationContext,
): string | JsonObject[] {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content))
    return context.refuse(place, 'invalid_value', `\`${place}\` must be a text or a list of parts`);
  const parts = content.map((part: unknown, index) => {
    const at = `${place}[${index}]`;
    const rule = isObject(part) ? lookUp(PARTS, part.type) : undefined;
    if (rule === undefined || !isObject(part)) {
      return context.refuse(
        at,
        'unsupported_content',
        `\`${at}\` is of a type Chat Completions does not have; use input_text, input_image or input_file`,
      );
    }
    return withBreakpoint(part, rule(part, at, context, options));
  });
  const [only] = parts;
  return parts.length === 1 && only !== undefined && isBareText(only) ? only.text : parts;
}

function isBareText(part: JsonObject): part is { type: string; text: string } {
  return typeof part.text === 'string' && part.prompt_cache_breakpoint === undefined;
}

/** The output of a tool: its text, or text parts; chat's tool messages carry nothing else. */
export function outputToContent(output: unknown, place: string, context: TranslationContext): string | JsonObject[] {
  if (typeof output === 'string') return output;
  if (!Array.isArray(output))
    return context.refuse(place, 'invalid_value', `\`${place}\` must be a text or a list of parts`);
  return output.map((part: unknown, index) => {
    if (isObject(part) && typeof part.text === 'string') return { type: 'text', text: part.text };
    const at = `${place}[${index}]`;
    return context.refuse(
      at,
      'unsupported_content',
      `\`${at}\` is no text, and a tool message takes only text; send it in a user message`,
    );
  });
}
