import { AIMessage, AIMessageChunk, type BaseMessage } from '@langchain/core/messages';
import {
  BaseCumulativeTransformOutputParser,
  OutputParserException,
  parseJsonMarkdown,
} from '@langchain/core/output_parsers';
import type { ChatGeneration, Generation } from '@langchain/core/outputs';
import { isStandardSchema } from '@langchain/core/utils/standard_schema';
import { interopSafeParseAsync, isInteropZodSchema } from '@langchain/core/utils/types';

type Fields = Record<string, unknown>;

/**
 * Reads a structured answer, in whichever way it was given: as the arguments of a call, or as JSON in the text.
 *
 * A zod or Standard Schema validates it; a JSON schema is the service's business. Streams the object as it grows.
 */
export class StructuredParser extends BaseCumulativeTransformOutputParser<Fields> {
  override lc_namespace = ['colloquy', 'structured'];
  readonly #schema: unknown;
  readonly #name: string;

  constructor(schema: unknown, name: string) {
    super();
    this.#schema = schema;
    this.#name = name;
  }

  static override lc_name(): string {
    return 'StructuredParser';
  }

  override async parseResult(generations: Generation[] | ChatGeneration[]): Promise<Fields> {
    const message = messageOf(generations[0]);
    const text = message === undefined ? (generations[0]?.text ?? '') : message.text;
    const value = this.#called(message) ?? jsonOf(text, this.#refusalOf(message));
    return this.#validated(value, text);
  }

  /** Half an object cannot be validated; it is handed on as it is. */
  override async parsePartialResult(generations: Generation[] | ChatGeneration[]): Promise<Fields | undefined> {
    const message = messageOf(generations[0]);
    const text = generations[0]?.text ?? '';
    return this.#called(message) ?? (text.trim() === '' ? undefined : (parseJsonMarkdown(text) ?? undefined));
  }

  override async parse(text: string): Promise<Fields> {
    return this.#validated(jsonOf(text, undefined), text);
  }

  override getFormatInstructions(): string {
    return '';
  }

  override async *_transform(input: AsyncGenerator<string | BaseMessage>): AsyncGenerator<Fields> {
    if (!isStandardSchema(this.#schema) && !isInteropZodSchema(this.#schema)) {
      yield* super._transform(input);
      return;
    }
    let whole: BaseMessage | undefined;
    let text = '';
    for await (const piece of input) {
      if (typeof piece === 'string') text += piece;
      else whole = whole === undefined ? piece : (whole as AIMessageChunk).concat(piece as AIMessageChunk);
    }
    yield await this.parseResult([
      whole === undefined ? { text } : ({ text: whole.text, message: whole } as ChatGeneration),
    ]);
  }

  protected override _diff(_previous: unknown, next: Fields): Fields {
    return next;
  }

  /** Each object of a stream is the whole so far, and replaces the one before. */
  override _concatOutputChunks<T>(_first: T, second: T): T {
    return second;
  }

  #called(message: BaseMessage | undefined): Fields | undefined {
    if (!AIMessage.isInstance(message) && !AIMessageChunk.isInstance(message)) return undefined;
    return (message as AIMessage).tool_calls?.find(({ name }) => name === this.#name)?.args;
  }

  #refusalOf(message: BaseMessage | undefined): string | undefined {
    const refusal = message?.additional_kwargs['refusal'];
    return typeof refusal === 'string' ? refusal : undefined;
  }

  async #validated(value: unknown, text: string): Promise<Fields> {
    const schema = this.#schema;
    if (isInteropZodSchema(schema)) {
      const result = await interopSafeParseAsync(schema, value);
      if (result.success) return result.data as Fields;
      throw mismatch(String((result.error as { message?: unknown }).message), value, text);
    }
    if (!isStandardSchema(schema)) return value as Fields;
    const result = await schema['~standard'].validate(value);
    if (result.issues === undefined) return result.value as Fields;
    throw mismatch(result.issues.map(({ message }) => message).join('; '), value, text);
  }
}

function messageOf(generation: Generation | ChatGeneration | undefined): BaseMessage | undefined {
  return (generation as ChatGeneration | undefined)?.message;
}

function jsonOf(text: string, refusal: string | undefined): unknown {
  try {
    return parseJsonMarkdown(text, JSON.parse);
  } catch {
    const why =
      refusal === undefined ? `it is not JSON: ${JSON.stringify(text.slice(0, 200))}` : `the model refused: ${refusal}`;
    throw new OutputParserException(`The answer holds no structured output; ${why}`, text);
  }
}

function mismatch(why: string, value: unknown, text: string): OutputParserException {
  return new OutputParserException(
    `The structured output does not follow its schema: ${why}. It is ${JSON.stringify(value)}`,
    text,
  );
}
