import { cannotSend, type Part, readParts, textOf } from './part.ts';

type Fields = Record<string, unknown>;

/** A user message's content for chat completions: a text where it is nothing else. */
export function chatContent(content: unknown, place: string): string | Fields[] {
  if (typeof content === 'string') return content;
  return readParts(content, place)
    .map((part, index) => chatPart(part, `${place}[${index}]`))
    .filter((part) => part !== undefined);
}

/** The content of a message that may hold nothing but text. */
export function chatText(content: unknown, place: string): string {
  const parts = readParts(content, place);
  const other = parts.findIndex(({ kind }) => kind !== 'text' && kind !== 'silent');
  if (other >= 0) throw cannotSend(`${place}[${other}]`, 'is not text, and chat completions take only text there');
  return textOf(parts);
}

function chatPart(part: Part, place: string): Fields | undefined {
  if (part.kind === 'silent') return undefined;
  if (part.kind === 'text') return { type: 'text', text: part.text };
  if (part.kind === 'audio') return { type: 'input_audio', input_audio: { data: part.data, format: part.format } };
  if (part.kind === 'image') {
    if (part.url === undefined) throw cannotSend(place, 'is an uploaded image, which only the Responses API takes');
    return { type: 'image_url', image_url: { url: part.url, ...(part.detail && { detail: part.detail }) } };
  }
  if (part.url !== undefined) {
    throw cannotSend(
      place,
      'is a file at an address, which chat completions do not take; upload it, or send it as base64 `data`',
    );
  }
  const { fileId, data, filename } = part;
  return { type: 'file', file: fileId === undefined ? { file_data: data, filename } : { file_id: fileId } };
}
