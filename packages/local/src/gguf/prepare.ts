import { ColloquyError } from '@colloquy/core';
import type { ChatModelFunctions, GbnfJsonBasicSchema, LlamaGrammar } from 'node-llama-cpp';
import type { EngineTool, GenerateRequest } from '../engine/generate-request.ts';
import type { JsonSchema } from '../engine/schema/json-schema.ts';
import { ggufSchema } from './gguf-schema.ts';
import type { OpenModel } from './open-model.ts';
import { type Prompt, writePrompt } from './write-prompt.ts';

/** A request that can be honoured, as the model takes it. */
export interface Prepared {
  readonly prompt: Prompt;
  readonly maxTokens: number;
  /** What the text has to follow. */
  readonly grammar: LlamaGrammar | undefined;
  /** What may be called. */
  readonly functions: ChatModelFunctions | undefined;
  /** Whether one of them has to be. */
  readonly mustCall: boolean;
}

/** Reads a request; throws `invalid_request`, with the part of it in `param`, for what the model cannot honour. */
export async function prepare(open: OpenModel, request: GenerateRequest): Promise<Prepared> {
  if (open.context === undefined) throw refused('model', 'This model only embeds; it cannot answer.');
  if (request.model) throw refused('model', 'A fine-tuned model of another engine cannot be used with a GGUF file.');
  if (request.topLogprobs !== undefined) throw refused('topLogprobs', 'A GGUF model gives no log probabilities here.');
  const { tools, mustCall } = choose(request);
  const format = request.responseFormat ?? { type: 'text' };
  if (format.type !== 'text' && tools.length > 0 && !mustCall) {
    const advice = "ask for the JSON once the tools have answered, or set tool_choice to 'none' or 'required'";
    throw refused('responseFormat', `A GGUF model cannot choose between tools and JSON: ${advice}.`);
  }
  const functions: Record<string, ChatModelFunctions[string]> = {};
  for (const tool of tools) functions[tool.name] = await functionOf(open, tool);
  const grammar =
    format.type === 'text' || mustCall
      ? undefined
      : await grammarOf(open, format.type === 'json_object' ? { type: 'object' } : format.schema, 'responseFormat');
  const callable = tools.length > 0 ? functions : undefined;
  const prompt = await writePrompt(open, request.messages, callable);
  // The last place of the context stays free: a full one would have llama.cpp forget how the conversation began.
  const room = open.contextTokens - prompt.count - 1;
  if (room < 1) {
    const advice = 'shorten the messages and tools, or load the model with a larger contextSize';
    throw refused(
      'messages',
      `The prompt has ${prompt.count} tokens of the context's ${open.contextTokens}: ${advice}.`,
    );
  }
  return { prompt, maxTokens: Math.min(request.maxTokens ?? room, room), grammar, functions: callable, mustCall };
}

function choose({ tools = [], toolChoice = 'auto' }: GenerateRequest): {
  tools: readonly EngineTool[];
  mustCall: boolean;
} {
  if (toolChoice === 'none') return { tools: [], mustCall: false };
  if (typeof toolChoice === 'string') return { tools, mustCall: toolChoice === 'required' };
  if ('name' in toolChoice) return { tools: tools.filter(({ name }) => name === toolChoice.name), mustCall: true };
  const allowed = tools.filter(({ name }) => toolChoice.allowed.includes(name));
  return { tools: allowed, mustCall: toolChoice.mode === 'required' };
}

async function functionOf(open: OpenModel, tool: EngineTool): Promise<ChatModelFunctions[string]> {
  const described = tool.description === undefined ? {} : { description: tool.description };
  const { parameters } = tool;
  if (!takesArguments(parameters)) return described;
  return { ...described, params: await checkedSchema(open, parameters, 'tools', `function '${tool.name}'`) };
}

/** A function without parameters is called with an empty object, as OpenAI's are. */
function takesArguments(parameters: JsonSchema | undefined): parameters is JsonSchema {
  if (parameters === undefined || typeof parameters === 'boolean') return false;
  return Object.keys(parameters['properties'] ?? {}).length > 0 || parameters['type'] !== 'object';
}

async function grammarOf(open: OpenModel, schema: JsonSchema, param: string): Promise<LlamaGrammar> {
  return open.llama.createGrammarForJsonSchema(await checkedSchema(open, schema, param, 'response_format'));
}

/** A schema for which llama.cpp has really built a grammar. */
async function checkedSchema(
  open: OpenModel,
  given: JsonSchema,
  param: string,
  what: string,
): Promise<GbnfJsonBasicSchema> {
  const converted = ggufSchema(given);
  if ('problem' in converted) {
    const { path, message } = converted.problem;
    throw refused(param, `Invalid schema for ${what}: In context=(${path}), ${message}.`);
  }
  try {
    await open.llama.createGrammarForJsonSchema(converted.schema);
  } catch (error) {
    throw refused(param, `Invalid schema for ${what}: llama.cpp can make no grammar of it.`, error);
  }
  return converted.schema;
}

function refused(param: string, message: string, cause?: unknown): ColloquyError {
  return new ColloquyError('invalid_request', message, { param, cause });
}
