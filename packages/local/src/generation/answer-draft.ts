import type { ChosenLogprob, EngineFinishReason, EnginePiece } from '../engine/generate-request.ts';
import { newId } from '../new-id.ts';

/** A call the model makes. */
export interface DraftCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

/** What an answer cost, in tokens. */
export interface AnswerUsage {
  prompt: number;
  completion: number;
}

/** One answer while its pieces come in. */
export class AnswerDraft {
  text = '';
  readonly calls: DraftCall[] = [];
  readonly logprobs: ChosenLogprob[] = [];
  finish: EngineFinishReason = 'stop';
  usage: AnswerUsage;
  #ended = false;

  constructor(promptTokens: number) {
    this.usage = { prompt: promptTokens, completion: 0 };
  }

  /** Takes the next piece; a tool call gets its id here. */
  add(piece: EnginePiece): DraftCall | undefined {
    if (piece.type === 'end') {
      this.finish = piece.finishReason;
      this.usage = { prompt: piece.usage.promptTokens, completion: piece.usage.completionTokens };
      this.#ended = true;
      return undefined;
    }
    if (piece.type === 'text') {
      this.text += piece.text;
      this.usage.completion += 1;
      if (piece.logprobs) this.logprobs.push(...piece.logprobs);
      return undefined;
    }
    const call = { id: newId('call_'), name: piece.name, arguments: piece.arguments };
    this.calls.push(call);
    this.usage.completion += piece.fragments.length;
    return call;
  }

  /** Whether the answer came to its end, and was not left. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Prompt and completion together: what is charged. */
  get charged(): number {
    return this.usage.prompt + this.usage.completion;
  }
}
