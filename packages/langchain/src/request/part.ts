import { ColloquyError } from '@colloquy/core';

type Fields = Record<string, unknown>;

/** A piece of a message, in whatever form LangChain gave it, as one of five kinds. */
export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'image'; url?: string; fileId?: string; detail?: string }
  | { kind: 'audio'; data: string; format: string }
  | { kind: 'file'; data?: string; fileId?: string; url?: string; filename?: string }
  | { kind: 'silent' };

/** A piece of a message cannot be sent to any service, or not in this form. */
export function cannotSend(place: string, problem: string): ColloquyError {
  return new ColloquyError('unsupported', `\`${place}\` ${problem}`, { param: place });
}

type Reader = (block: Fields, place: string) => Part;

const READERS: Readonly<Record<string, Reader>> = {
  text: (block, place) => {
    // LangChain's older text files are blocks of type `file` or `text` with a source.
    if (typeof block['text'] === 'string') return { kind: 'text', text: block['text'] };
    throw cannotSend(place, 'is a text block without `text`');
  },
  'text-plain': (block, place) => {
    const text = block['text'] ?? decoded(block['data']);
    if (typeof text !== 'string')
      throw cannotSend(place, 'is a text file that is not here; read it, and send its text');
    return { kind: 'text', text };
  },
  image: (block, place) => {
    const { url, data, fileId } = sourceOf(block, place);
    return {
      kind: 'image',
      ...(fileId ? { fileId } : { url: url ?? dataUrl(block, data, place) }),
      ...detailOf(block),
    };
  },
  image_url: (block) => {
    const image = block['image_url'];
    if (typeof image === 'string') return { kind: 'image', url: image };
    const { url, detail } = (image ?? {}) as Fields;
    return { kind: 'image', url: String(url), ...(typeof detail === 'string' ? { detail } : {}) };
  },
  audio: (block, place) => {
    const { data } = sourceOf(block, place);
    if (data === undefined) throw cannotSend(place, 'is audio at an address; fetch it, and send it as base64 `data`');
    return { kind: 'audio', data, format: audioFormat(mimeOf(block)) };
  },
  input_audio: (block) => {
    const { data, format } = (block['input_audio'] ?? {}) as Fields;
    return { kind: 'audio', data: String(data), format: String(format) };
  },
  file: (block, place) => {
    if (typeof block['file'] === 'object' && block['file'] !== null) return openAIFile(block['file'] as Fields);
    if (block['source_type'] === 'text') return { kind: 'text', text: String(block['text']) };
    const { url, data, fileId } = sourceOf(block, place);
    if (fileId !== undefined) return { kind: 'file', fileId };
    const filename = filenameOf(block);
    if (data === undefined) return { kind: 'file', url: url as string, filename };
    return { kind: 'file', data: dataUrl(block, data, place), filename };
  },
  // What the model itself said or thought goes another way.
  reasoning: () => ({ kind: 'silent' }),
  thinking: () => ({ kind: 'silent' }),
  tool_use: () => ({ kind: 'silent' }),
  tool_call: () => ({ kind: 'silent' }),
  tool_call_chunk: () => ({ kind: 'silent' }),
  invalid_tool_call: () => ({ kind: 'silent' }),
  server_tool_call: () => ({ kind: 'silent' }),
  server_tool_call_result: () => ({ kind: 'silent' }),
  input_json_delta: () => ({ kind: 'silent' }),
  refusal: () => ({ kind: 'silent' }),
  non_standard: () => ({ kind: 'silent' }),
};

/**
 * Reads a message's content: standard blocks, LangChain's older data blocks, and OpenAI's own parts.
 *
 * Throws `unsupported`, naming the place, for a block of another kind.
 */
export function readParts(content: unknown, place: string): Part[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  if (!Array.isArray(content)) return [];
  return content.map((block: unknown, index): Part => {
    const at = `${place}[${index}]`;
    if (typeof block === 'string') return { kind: 'text', text: block };
    const fields = (block ?? {}) as Fields;
    const reader = READERS[String(fields['type'])];
    if (reader === undefined) throw cannotSend(at, `is of type "${fields['type']}", which chat services do not take`);
    return reader(fields, at);
  });
}

/** The text of a content, its pieces joined. */
export function textOf(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

interface Source {
  url: string | undefined;
  data: string | undefined;
  fileId: string | undefined;
}

function sourceOf(block: Fields, place: string): Source {
  const { url, data, fileId } = block;
  const oldId = block['source_type'] === 'id' ? block['id'] : undefined;
  const source = {
    url: typeof url === 'string' ? url : undefined,
    data:
      data instanceof Uint8Array ? Buffer.from(data).toString('base64') : typeof data === 'string' ? data : undefined,
    fileId: typeof fileId === 'string' ? fileId : typeof oldId === 'string' ? oldId : undefined,
  };
  if (source.url === undefined && source.data === undefined && source.fileId === undefined) {
    throw cannotSend(place, 'has neither `url`, `data` nor `fileId`');
  }
  return source;
}

function openAIFile(file: Fields): Part {
  const text = (name: string) => (typeof file[name] === 'string' ? (file[name] as string) : undefined);
  const fileId = text('file_id');
  if (fileId !== undefined) return { kind: 'file', fileId };
  return {
    kind: 'file',
    ...(text('file_data') && { data: text('file_data') as string }),
    filename: text('filename') ?? 'file',
  };
}

function mimeOf(block: Fields): string | undefined {
  const mime = block['mimeType'] ?? block['mime_type'];
  return typeof mime === 'string' ? mime : undefined;
}

function dataUrl(block: Fields, data: string | undefined, place: string): string {
  if (data?.startsWith('data:')) return data;
  const mime = mimeOf(block);
  if (mime === undefined) throw cannotSend(place, 'has `data` without a `mimeType`');
  return `data:${mime};base64,${data}`;
}

function detailOf(block: Fields): { detail?: string } {
  const { detail } = (block['metadata'] ?? {}) as Fields;
  return typeof detail === 'string' ? { detail } : {};
}

/** OpenAI refuses a file without a name. */
function filenameOf(block: Fields): string {
  const metadata = (block['metadata'] ?? {}) as Fields;
  const name = metadata['filename'] ?? metadata['name'] ?? metadata['title'] ?? block['filename'];
  return typeof name === 'string' ? name : `file.${mimeOf(block)?.split('/')[1] ?? 'pdf'}`;
}

const AUDIO_FORMATS: Readonly<Record<string, string>> = { mpeg: 'mp3', 'x-wav': 'wav', wave: 'wav' };

function audioFormat(mime: string | undefined): string {
  const subtype = mime?.split('/')[1]?.split(';')[0] ?? 'wav';
  return AUDIO_FORMATS[subtype] ?? subtype;
}

function decoded(data: unknown): string | undefined {
  return typeof data === 'string' ? Buffer.from(data, 'base64').toString() : undefined;
}
