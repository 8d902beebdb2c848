/** A call of a tool that the assistant made earlier in the conversation. */
export interface EngineToolCall {
  readonly id?: string;
  readonly name: string;
  /** The arguments as JSON text, as they stand on the wire. */
  readonly arguments: string;
}

/** One turn of a conversation, its content flattened to text. */
export interface EngineMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  readonly name?: string | undefined;
  /** On assistant turns. */
  readonly toolCalls?: readonly EngineToolCall[] | undefined;
  /** On tool turns: the call that this answers. */
  readonly toolCallId?: string | undefined;
  /** On assistant turns of a training example: 0 keeps the turn as context and does not teach it. @default 1 */
  readonly weight?: number | undefined;
}
