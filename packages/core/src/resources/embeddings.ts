import { ColloquyError } from '../errors/index.ts';
import type { CreateEmbeddingResponse, EmbeddingCreateParams } from '../wire/index.ts';
import type { ApiPromise } from './api-promise.ts';
import type { Caller, CallOptions } from './caller.ts';

/** `client.embeddings`. */
export interface Embeddings {
  /**
   * Embeds texts. Without an `encoding_format` the vectors travel as base64, a third of the size, and arrive as numbers.
   */
  create(body: EmbeddingCreateParams, options?: CallOptions): ApiPromise<CreateEmbeddingResponse>;
}

/** Embeddings over a caller. */
export function embeddings(caller: Caller): Embeddings {
  return {
    create: (body, options) => {
      const asked = body.encoding_format;
      const spec = { endpoint: 'embeddings', method: 'POST', path: '/embeddings' } as const;
      return caller.json<CreateEmbeddingResponse>(
        { ...spec, body: { ...body, encoding_format: asked ?? 'base64' } },
        options,
        asked === undefined ? decodeVectors : undefined,
      );
    },
  };
}

function decodeVectors(json: Record<string, unknown>): unknown {
  for (const item of (json['data'] ?? []) as { embedding: unknown; index: number }[]) {
    if (typeof item.embedding === 'string') item.embedding = floats(item.embedding, item.index);
  }
  return json;
}

/** Numbers from base64 of 32-bit little-endian floats; throws `parse` where it is not that. */
function floats(base64: string, index: number): number[] {
  let text: string;
  try {
    text = atob(base64);
  } catch {
    throw new ColloquyError('parse', `the vector at index ${index} is neither a list of numbers nor base64`);
  }
  const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, at) => view.getFloat32(at * 4, true));
}
