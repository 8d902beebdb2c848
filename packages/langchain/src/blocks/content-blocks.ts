import { type AIMessage, AIMessageChunk, type ContentBlock } from '@langchain/core/messages';
import { parsedArgs } from '../reply/tool-calls.ts';

type Fields = Record<string, unknown>;
type Block = ContentBlock.Standard;

/**
 * The standard content blocks of a message of ours: reasoning, text with its citations, audio, calls, and what the
 * service ran itself.
 */
export function contentBlocks(message: AIMessage | AIMessageChunk): Block[] {
  const chunk = AIMessageChunk.isInstance(message) ? message : undefined;
  const blocks = [
    ...reasoningBlocks(message),
    ...textBlocks(message),
    ...(chunk?.tool_call_chunks?.length ? chunkCalls(chunk) : wholeCalls(message)),
    ...serviceBlocks(message.additional_kwargs),
  ];
  return blocks as unknown as Block[];
}

function reasoningBlocks({ additional_kwargs: kwargs }: AIMessage | AIMessageChunk): Fields[] {
  const text = typeof kwargs['reasoning_content'] === 'string' ? kwargs['reasoning_content'] : '';
  const items = (kwargs['reasoning_items'] ?? []) as Fields[];
  if (text === '' && items.length === 0) return [];
  return [{ type: 'reasoning', reasoning: text, ...reasoningMarks(kwargs) }];
}

/** What the Responses API needs to know a reasoning again: its id, and its encrypted form. */
export function reasoningMarks(kwargs: Fields): Fields {
  const first = ((kwargs['reasoning_items'] ?? []) as Fields[])[0];
  return {
    ...(typeof first?.['id'] === 'string' ? { id: first['id'] } : {}),
    ...(typeof first?.['encrypted_content'] === 'string' ? { encrypted_content: first['encrypted_content'] } : {}),
  };
}

/** The places of an answer's text that rest on a source. */
export function citations(kwargs: Fields): Fields[] {
  return ((kwargs['annotations'] ?? []) as Fields[]).map(citation);
}

function textBlocks({ content, additional_kwargs: kwargs }: AIMessage | AIMessageChunk): Fields[] {
  if (typeof content !== 'string') return (content as Fields[]).filter(({ type }) => type !== 'tool_use');
  const annotations = citations(kwargs);
  if (content === '' && annotations.length === 0) return [];
  return [
    {
      type: 'text',
      text: content,
      ...(annotations.length === 0 ? {} : { annotations }),
    },
  ];
}

function wholeCalls(message: AIMessage | AIMessageChunk): Fields[] {
  return (message.tool_calls ?? []).map(({ id, name, args }) => ({ type: 'tool_call', id, name, args }));
}

function chunkCalls(chunk: AIMessageChunk): Fields[] {
  return (chunk.tool_call_chunks ?? []).map(({ id, name, args, index }) =>
    finished(
      { type: 'tool_call_chunk', id, name, args, index: index ?? 0 },
      chunk.response_metadata['finish_reason'] !== undefined,
    ),
  );
}

/** A piece of a call as a whole call, where it is one. */
export function finished(block: Fields, atEnd: boolean): Fields {
  const { id, name, args } = block;
  const text = typeof args === 'string' ? args : '';
  if (typeof id !== 'string' || typeof name !== 'string' || (text.trim() === '' && !atEnd)) return block;
  const parsed = parsedArgs(text);
  return parsed === undefined ? block : { type: 'tool_call', id, name, args: parsed };
}

function citation(annotation: Fields): Fields {
  const { type } = annotation;
  const said = type === 'url_citation' ? ((annotation['url_citation'] ?? annotation) as Fields) : annotation;
  const { url, title, start_index: start, end_index: end } = said;
  if (type === 'url_citation') return { type: 'citation', url, title, startIndex: start, endIndex: end };
  if (type === 'file_citation') {
    const { file_id: fileId, filename, index } = annotation;
    return { type: 'citation', title: filename, startIndex: index, endIndex: index, fileId };
  }
  return { type: 'non_standard', value: annotation };
}

function serviceBlocks(kwargs: Fields): Fields[] {
  const audio = kwargs['audio'] as Fields | undefined;
  const outputs = (kwargs['tool_outputs'] ?? []) as Fields[];
  return [
    ...(typeof audio?.['data'] === 'string'
      ? [{ type: 'audio', data: audio['data'], mimeType: 'audio/wav', ...(audio['id'] ? { id: audio['id'] } : {}) }]
      : []),
    ...outputs.flatMap(serviceCall),
  ];
}

/** A tool the service ran itself: the call and, once there is one, its result. */
function serviceCall(item: Fields): Fields[] {
  const { id, type, name, status, arguments: args, action, queries, output } = item;
  if (typeof id !== 'string' || typeof type !== 'string' || !type.endsWith('_call'))
    return [{ type: 'non_standard', value: item }];
  const given =
    typeof args === 'string' ? (parsedArgs(args) ?? {}) : ((action ?? (queries && { queries }) ?? {}) as Fields);
  const call = { type: 'server_tool_call', id, name: name ?? type.replace(/_call$/, ''), args: given };
  if (status !== 'completed' && status !== 'failed') return [call];
  const result = output ?? item['results'] ?? item['result'] ?? {};
  return [
    call,
    {
      type: 'server_tool_call_result',
      toolCallId: id,
      status: status === 'completed' ? 'success' : 'error',
      output: result,
    },
  ];
}
