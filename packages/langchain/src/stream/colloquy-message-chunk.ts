import {
  _mergeDicts,
  _mergeLists,
  AIMessageChunk,
  type AIMessageChunkFields,
  type ContentBlock,
  collapseToolCallChunks,
  mergeContent,
  mergeUsageMetadata,
} from '@langchain/core/messages';
import type { InvalidToolCall, ToolCall, ToolCallChunk } from '@langchain/core/messages/tool';
import { finished } from '../blocks/content-blocks.ts';

type Fields = Record<string, unknown>;

interface ParsedCalls {
  tool_calls: ToolCall[];
  invalid_tool_calls: InvalidToolCall[];
}

/**
 * A chunk whose tool calls are parsed when somebody looks at them.
 *
 * LangChain's own chunk parses all arguments so far each time another piece is added, which makes a long tool call cost
 * the square of its length.
 */
export class ColloquyMessageChunk extends AIMessageChunk {
  #parsed: ParsedCalls | undefined;

  constructor(fields: AIMessageChunkFields) {
    const pieces = fields.tool_call_chunks ?? [];
    const isV1 = fields.response_metadata?.['output_version'] === 'v1';
    super({ ...fields, tool_call_chunks: [], ...(isV1 ? { content: placed(fields.content) } : {}) });
    this.tool_call_chunks = pieces;
    if (pieces.length > 0) Object.defineProperties(this, WHEN_ASKED);
  }

  /** The calls as far as they have arrived. */
  get #calls(): ParsedCalls {
    this.#parsed ??= collapseToolCallChunks(this.tool_call_chunks ?? []) as ParsedCalls;
    return this.#parsed;
  }

  static callsOf(chunk: ColloquyMessageChunk): ParsedCalls {
    return chunk.#calls;
  }

  static override lc_name(): string {
    return 'AIMessageChunk';
  }

  /** In JSON it is LangChain's chunk, which everybody can read again. */
  override get lc_id(): string[] {
    return [...this.lc_namespace, 'AIMessageChunk'];
  }

  /** The blocks of everything added up so far; a call whose arguments have all arrived is a whole one. */
  override get contentBlocks(): ContentBlock.Standard[] {
    if (this.response_metadata['output_version'] !== 'v1') return super.contentBlocks;
    const atEnd = this.response_metadata['finish_reason'] !== undefined;
    return (this.content as Fields[])
      .filter(({ type, id, args }) => type !== 'tool_call_chunk' || id !== undefined || args !== '')
      .map((block) => {
        const { index: _, ...rest } = block;
        return rest['type'] === 'tool_call_chunk' ? finished(block, atEnd) : rest;
      }) as unknown as ContentBlock.Standard[];
  }

  override concat(chunk: AIMessageChunk): this {
    const Chunk = this.constructor as new (fields: AIMessageChunkFields) => this;
    const usage = this.usage_metadata ?? chunk.usage_metadata;
    const both = this.usage_metadata !== undefined && chunk.usage_metadata !== undefined;
    return new Chunk({
      content: mergeContent(this.content, chunk.content) as AIMessageChunkFields['content'],
      additional_kwargs: _mergeDicts(this.additional_kwargs, chunk.additional_kwargs) ?? {},
      response_metadata: _mergeDicts(this.response_metadata, chunk.response_metadata) ?? {},
      tool_call_chunks: mergedPieces(this.tool_call_chunks, chunk.tool_call_chunks),
      ...(usage === undefined
        ? {}
        : { usage_metadata: both ? mergeUsageMetadata(this.usage_metadata, chunk.usage_metadata) : usage }),
      ...((this.id ?? chunk.id) === undefined ? {} : { id: this.id ?? chunk.id }),
    });
  }
}

/** The blocks of a text or of reasoning with an index, by which LangChain adds them up, here and across a network. */
function placed(content: AIMessageChunkFields['content']): AIMessageChunkFields['content'] {
  if (!Array.isArray(content)) return content;
  return content.map((block) => {
    const { type, index } = block as Fields;
    return index === undefined && (type === 'text' || type === 'reasoning') ? { ...block, index: type } : block;
  });
}

/** Shared by all chunks: a closure for each would cost more than the chunk. */
const WHEN_ASKED: PropertyDescriptorMap = {
  tool_calls: callsProperty('tool_calls'),
  invalid_tool_calls: callsProperty('invalid_tool_calls'),
};

function callsProperty(name: keyof ParsedCalls): PropertyDescriptor {
  return {
    enumerable: true,
    configurable: true,
    get(this: ColloquyMessageChunk) {
      return ColloquyMessageChunk.callsOf(this)[name];
    },
    set(this: ColloquyMessageChunk, value: never) {
      ColloquyMessageChunk.callsOf(this)[name] = value;
    },
  };
}

function mergedPieces(one: ToolCallChunk[] | undefined, other: ToolCallChunk[] | undefined): ToolCallChunk[] {
  return (_mergeLists(one as ContentBlock[] | undefined, other as ContentBlock[] | undefined) ?? []) as ToolCallChunk[];
}
