import type {
  ChosenLogprob,
  EngineFinishReason,
  EngineUsage,
  GenerateRequest,
} from '../../src/engine/generate-request.ts';
import { parrotEngine } from '../../src/engine/parrot-engine.ts';

/** A whole answer, gathered. */
export interface Answer {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly calls: readonly { readonly name: string; readonly arguments: unknown }[];
  readonly logprobs: readonly ChosenLogprob[];
  readonly finishReason: EngineFinishReason;
  readonly usage: EngineUsage;
}

const engine = parrotEngine();

/** Asks the built-in engine one question and gathers its answer. */
export async function ask(question: string, more: Partial<GenerateRequest> = {}): Promise<Answer> {
  const pieces: string[] = [];
  const calls: { name: string; arguments: unknown }[] = [];
  const logprobs: ChosenLogprob[] = [];
  for await (const piece of engine.generate({ messages: [{ role: 'user', content: question }], ...more })) {
    if (piece.type === 'text') {
      pieces.push(piece.text);
      logprobs.push(...(piece.logprobs ?? []));
    } else if (piece.type === 'tool_call') calls.push({ name: piece.name, arguments: JSON.parse(piece.arguments) });
    else return { ...piece, text: pieces.join(''), pieces, calls, logprobs };
  }
  throw new Error('The answer had no end.');
}
