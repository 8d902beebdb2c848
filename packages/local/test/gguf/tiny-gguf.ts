import { writeFile } from 'node:fs/promises';

/** Numbers of the model; its vectors are long enough that two random ones hardly point the same way. */
const WIDTH = 128;
const INNER = 32;
const HEADS = 2;
/** How far the next word of a script stands out of the noise: enough to be said at any temperature up to 2. */
const SCRIPT_STRENGTH = 60;
/**
 * How far what is no printable ASCII lies below the rest, the end of an answer included, and the letter that makes an
 * exponent: to the grammar of numbers 9e999 is one, though no trained model writes it.
 */
const SUPPRESSED = -30;

/** How GGUF numbers the kinds of values, tensors and tokens. Source: the GGUF specification, ggml/docs/gguf.md. */
const UINT32 = 4;
const INT32 = 5;
const FLOAT32 = 6;
const BOOL = 7;
const STRING = 8;
const ARRAY = 9;
const F32_TENSOR = 0;
const NORMAL_TOKEN = 1;
const CONTROL_TOKEN = 3;
const WORD_TOKEN = 4;
const MEAN_POOLING = 1;
const ALIGNMENT = 32;

const CONTROLS = ['<|end|>', '<|system|>', '<|user|>', '<|assistant|>', '<|tool|>'] as const;
const TEMPLATE =
  "{% for message in messages %}{{ '<|' + message.role + '|>' + message.content + '<|end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

/** What a model is written for. */
export interface TinyGguf {
  /** What every answer begins with, one token each; without it answers are noise of printable ASCII without end. */
  readonly says?: readonly string[];
  /** Whether the answer ends after `says`. @default true */
  readonly ends?: boolean;
  /** Whether the file carries a chat template. @default true */
  readonly template?: boolean;
  /** Without it the attention looks both ways, as that of models that only embed. @default true */
  readonly causal?: boolean;
  /** @default 4096 */
  readonly contextLength?: number;
}

/**
 * Writes a llama model of about 400 KB whose weights are seeded noise, with a byte-level tokenizer and a chat template.
 *
 * Its attention and its feed-forward layer add nothing, so each token depends on the one before it alone, and a script
 * can be put into the output weights: token by token, as `says` has it.
 */
export async function writeTinyGguf(path: string, tiny: TinyGguf = {}): Promise<string> {
  const says = tiny.says ?? [];
  const tokens = [...byteTokens(), ...CONTROLS, ...says];
  const types = tokens.map((_, at) =>
    at < 256 ? NORMAL_TOKEN : at < 256 + CONTROLS.length ? CONTROL_TOKEN : WORD_TOKEN,
  );
  const id = (token: string): number => tokens.indexOf(token);
  const metadata = new Bytes();
  const entries: [key: string, write: () => void][] = [
    ['general.architecture', () => metadata.uint32(STRING).string('llama')],
    ['general.name', () => metadata.uint32(STRING).string('tiny')],
    ['llama.context_length', () => metadata.uint32(UINT32).uint32(tiny.contextLength ?? 4096)],
    ['llama.embedding_length', () => metadata.uint32(UINT32).uint32(WIDTH)],
    ['llama.block_count', () => metadata.uint32(UINT32).uint32(1)],
    ['llama.feed_forward_length', () => metadata.uint32(UINT32).uint32(INNER)],
    ['llama.attention.head_count', () => metadata.uint32(UINT32).uint32(HEADS)],
    ['llama.attention.layer_norm_rms_epsilon', () => metadata.uint32(FLOAT32).float32(1e-5)],
    ['llama.rope.dimension_count', () => metadata.uint32(UINT32).uint32(WIDTH / HEADS)],
    ['tokenizer.ggml.model', () => metadata.uint32(STRING).string('gpt2')],
    ['tokenizer.ggml.pre', () => metadata.uint32(STRING).string('gpt-2')],
    ['tokenizer.ggml.tokens', () => metadata.strings(tokens)],
    ['tokenizer.ggml.token_type', () => metadata.uint32(ARRAY).int32s(types)],
    // The tokenizer wants a list of merges, and one that never applies leaves every byte its own token.
    ['tokenizer.ggml.merges', () => metadata.strings(['\u0100 \u0100'])],
    ['tokenizer.ggml.eos_token_id', () => metadata.uint32(UINT32).uint32(id('<|end|>'))],
    ['tokenizer.ggml.add_bos_token', () => metadata.uint32(BOOL).bool(false)],
  ];
  if (tiny.causal === false) {
    entries.push(['llama.attention.causal', () => metadata.uint32(BOOL).bool(false)]);
    entries.push(['llama.pooling_type', () => metadata.uint32(UINT32).uint32(MEAN_POOLING)]);
  }
  if (tiny.template !== false) {
    entries.push(['tokenizer.chat_template', () => metadata.uint32(STRING).string(TEMPLATE)]);
  }
  for (const [key, write] of entries) {
    metadata.string(key);
    write();
  }
  const chain = ['<|assistant|>', ...says, ...(tiny.ends === false ? [] : ['<|end|>'])].map(id);
  const tensors = says.length > 0 ? weights(tokens.length, chain) : weights(tokens.length, []);
  const infos = new Bytes();
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    infos.string(name).uint32(shape.length);
    for (const length of shape) infos.uint64(length);
    infos.uint32(F32_TENSOR).uint64(offset);
    offset += align(values.byteLength);
  }
  const head = new Bytes().raw(Buffer.from('GGUF')).uint32(3).uint64(tensors.length).uint64(entries.length);
  const front = Buffer.concat([head.bytes(), metadata.bytes(), infos.bytes()]);
  const body = tensors.map(({ values }) => padded(Buffer.from(values.buffer, values.byteOffset, values.byteLength)));
  await writeFile(path, Buffer.concat([padded(front), ...body]));
  return path;
}

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function weights(vocabulary: number, chain: readonly number[]): Tensor[] {
  const random = randomNumbers(7);
  const matrix = (name: string, shape: readonly number[], value: () => number): Tensor => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((size, length) => size * length, 1) }, value),
  });
  const noise = () => random() - 0.5;
  const one = () => 1;
  const nothing = () => 0;
  const embedding = matrix('token_embd.weight', [WIDTH, vocabulary], () => Math.sign(noise()));
  const output = matrix('output.weight', [WIDTH, vocabulary], () => noise() / 4);
  // The first number of every vector is the same, so that what is multiplied with it is a bias.
  for (let token = 0; token < vocabulary; token++) {
    embedding.values[token * WIDTH] = 1;
    if (!isNoise(token)) output.values[token * WIDTH] = SUPPRESSED;
  }
  for (const [at, token] of chain.slice(0, -1).entries()) {
    const next = chain[at + 1] as number;
    for (let column = 0; column < WIDTH; column++) {
      const weight = (embedding.values[token * WIDTH + column] as number) * (SCRIPT_STRENGTH / WIDTH);
      output.values[next * WIDTH + column] = (output.values[next * WIDTH + column] as number) + weight;
    }
  }
  return [
    embedding,
    matrix('blk.0.attn_norm.weight', [WIDTH], one),
    matrix('blk.0.attn_q.weight', [WIDTH, WIDTH], noise),
    matrix('blk.0.attn_k.weight', [WIDTH, WIDTH], noise),
    matrix('blk.0.attn_v.weight', [WIDTH, WIDTH], noise),
    matrix('blk.0.attn_output.weight', [WIDTH, WIDTH], nothing),
    matrix('blk.0.ffn_norm.weight', [WIDTH], one),
    matrix('blk.0.ffn_gate.weight', [WIDTH, INNER], noise),
    matrix('blk.0.ffn_up.weight', [WIDTH, INNER], noise),
    matrix('blk.0.ffn_down.weight', [INNER, WIDTH], nothing),
    matrix('output_norm.weight', [WIDTH], one),
    output,
  ];
}

/** The 256 bytes as GPT-2 writes them: printable ones as themselves, the others as characters from U+0100 on. */
function byteTokens(): string[] {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
}

/** Whether noise is made of a token; the first 256 are the bytes. */
function isNoise(token: number): boolean {
  return token >= 32 && token < 127 && !'eE'.includes(String.fromCharCode(token));
}

/** Numbers from 0 to 1 that are the same every time. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function align(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length) - bytes.length)]);
}

/** Values in the file's byte order, one behind the other. */
class Bytes {
  readonly #parts: Buffer[] = [];

  raw(bytes: Buffer): this {
    this.#parts.push(bytes);
    return this;
  }

  uint32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return this.raw(bytes);
  }

  uint64(value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return this.raw(bytes);
  }

  float32(value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    return this.raw(bytes);
  }

  bool(value: boolean): this {
    return this.raw(Buffer.from([value ? 1 : 0]));
  }

  string(text: string): this {
    const bytes = Buffer.from(text);
    return this.uint64(bytes.length).raw(bytes);
  }

  strings(texts: readonly string[]): this {
    this.uint32(ARRAY).uint32(STRING).uint64(texts.length);
    for (const text of texts) this.string(text);
    return this;
  }

  int32s(values: readonly number[]): this {
    this.uint32(INT32).uint64(values.length);
    return this.raw(Buffer.from(Int32Array.from(values).buffer));
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts);
  }
}
