import type { AIMessage, AIMessageChunk } from '@langchain/core/messages';
import { MODEL_PROVIDER } from '../reply/response-metadata.ts';
import { contentBlocks } from './content-blocks.ts';

type Translate = (message: AIMessage | AIMessageChunk) => unknown;

interface Translator {
  translateContent: Translate;
  translateContentChunk: Translate;
}

/** LangChain's registry of translators by `model_provider`, shared by every copy of `@langchain/core`. */
const holder = globalThis as { lc_block_translators_registry?: Map<string, Translator> };

/** Tells LangChain how our messages become content blocks, so that reasoning and citations are in them. */
export function registerBlockTranslator(): void {
  holder.lc_block_translators_registry?.set(MODEL_PROVIDER, {
    translateContent: contentBlocks,
    translateContentChunk: contentBlocks,
  });
}
