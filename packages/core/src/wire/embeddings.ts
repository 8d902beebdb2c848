/** A request for embeddings. */
export interface EmbeddingCreateParams {
  /** Texts or lists of token ids; at most 2,048, none of them empty. */
  input: string | string[] | number[] | number[][];
  model: string;
  /** Shortens the vectors, where the model can. */
  dimensions?: number;
  /** @default 'float' */
  encoding_format?: 'float' | 'base64';
  user?: string;
}

/** One vector. */
export interface Embedding {
  object: 'embedding';
  embedding: number[];
  /** The index of the text it is for. */
  index: number;
}

/** The vectors. */
export interface CreateEmbeddingResponse {
  object: 'list';
  data: Embedding[];
  model: string;
  usage: { prompt_tokens: number; total_tokens: number };
}
