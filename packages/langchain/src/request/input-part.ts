import { TranslationError } from '@colloquy/core';
import { type Part, readParts } from './part.ts';

type Fields = Record<string, unknown>;

/** A message's content for the Responses API: a text where it is nothing else. */
export function inputContent(content: unknown, place: string): string | Fields[] {
  if (typeof content === 'string') return content;
  return readParts(content, place)
    .map((part, index) => inputPart(part, `${place}[${index}]`))
    .filter((part) => part !== undefined);
}

function inputPart(part: Part, place: string): Fields | undefined {
  if (part.kind === 'silent') return undefined;
  if (part.kind === 'text') return { type: 'input_text', text: part.text };
  if (part.kind === 'image') {
    const from = part.url === undefined ? { file_id: part.fileId } : { image_url: part.url };
    return { type: 'input_image', ...from, detail: part.detail ?? 'auto' };
  }
  if (part.kind === 'file') {
    if (part.fileId !== undefined) return { type: 'input_file', file_id: part.fileId };
    if (part.url !== undefined) return { type: 'input_file', file_url: part.url };
    return { type: 'input_file', file_data: part.data, filename: part.filename };
  }
  throw new TranslationError(
    `\`${place}\` is audio, which the Responses API does not take; send its transcript as text`,
    {
      param: place,
      direction: 'chat->responses',
      apiCode: 'unsupported_content',
    },
  );
}
