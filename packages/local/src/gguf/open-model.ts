import { ColloquyError } from '@colloquy/core';
import type { ChatWrapper, Llama, LlamaContext, LlamaModel } from 'node-llama-cpp';
import { importLlama, type LlamaModule, startLlama, takeComplaints } from './start-llama.ts';

/** A GGUF file, loaded. */
export interface OpenModel {
  readonly module: LlamaModule;
  readonly llama: Llama;
  readonly model: LlamaModel;
  /** How conversations are written for the model; its own template where the file has one. */
  readonly chat: ChatWrapper;
  /** Where answers are generated; nothing for a model that only embeds. */
  readonly context: LlamaContext | undefined;
  /** The most tokens of a prompt and its answer. */
  readonly contextTokens: number;
  readonly threads: number;
}

/** What a file is opened with, all resolved but for the context's size. */
export interface OpenSettings {
  readonly path: string;
  readonly threads: number;
  readonly contextSize: number | undefined;
  readonly parallel: number;
}

/** Memory for the context grows with its size, so a model that was trained on 128k tokens does not get them all unasked. */
const DEFAULT_CONTEXT_TOKENS = 8_192;

/** Loads a GGUF file; throws `configuration` where the peer is missing or the file is not a model. */
export async function openModel({ path, threads, contextSize, parallel }: OpenSettings): Promise<OpenModel> {
  const module = await importLlama();
  const llama = await startLlama(module);
  await takeComplaints();
  let model: LlamaModel | undefined;
  try {
    model = await llama.loadModel({ modelPath: path });
    const most = contextSize ?? Math.min(model.trainContextSize, DEFAULT_CONTEXT_TOKENS);
    const context = generates(model)
      ? await model.createContext({ contextSize: most, sequences: parallel, threads })
      : undefined;
    const chat = module.resolveChatWrapper(model, { warningLogs: false });
    return { module, llama, model, chat, context, contextTokens: context?.contextSize ?? most, threads };
  } catch (error) {
    await model?.dispose();
    if (error instanceof module.InsufficientMemoryError) {
      const message = `There is not enough memory for ${path}: lower contextSize or parallel, or take a smaller model.`;
      throw new ColloquyError('configuration', message, { param: 'contextSize', cause: error });
    }
    const message = `${path} cannot be loaded as a GGUF model: ${await reasonOf(error)}.`;
    throw new ColloquyError('configuration', message, { param: 'model', cause: error });
  }
}

/** Models whose attention looks both ways, such as BERT, embed and cannot write. */
function generates({ fileInfo }: LlamaModel): boolean {
  return fileInfo.architectureMetadata.attention?.causal !== false;
}

/** llama.cpp tells the reason only to its log; what reads the file before it throws one. */
async function reasonOf(error: unknown): Promise<string> {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  const complaints = await takeComplaints();
  const complaint = complaints.map((line) => /error loading model: (.+)/.exec(line)?.[1]).find(Boolean);
  return (complaint ?? message).trim().replace(/\.$/, '');
}
