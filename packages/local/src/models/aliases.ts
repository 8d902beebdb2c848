/** What a model id may be used for. */
export type ModelKind = 'chat' | 'embedding' | 'moderation';

/** A model id that the engine answers to. */
export interface ModelAlias {
  readonly id: string;
  readonly kind: ModelKind;
  readonly ownedBy: string;
  /** The dated snapshot that fine-tuning jobs name. @default the id itself */
  readonly snapshot?: string;
}

const chat = (id: string, ownedBy: string, snapshot?: string): ModelAlias => ({ id, kind: 'chat', ownedBy, snapshot });

/**
 * Every id that is served, the engine's own first: those of the services' own manuals, and those people use most.
 *
 * All chat ids are one engine; each answer's `x-colloquy-engine` header says so.
 */
export const MODEL_ALIASES: readonly ModelAlias[] = [
  chat('colloquy-parrot', 'colloquy'),
  chat('gpt-4o-mini', 'system', 'gpt-4o-mini-2024-07-18'),
  chat('gpt-4o-mini-2024-07-18', 'system'),
  chat('gpt-4o', 'system', 'gpt-4o-2024-08-06'),
  chat('gpt-4o-2024-08-06', 'system'),
  chat('gpt-4.1', 'system', 'gpt-4.1-2025-04-14'),
  chat('gpt-4.1-2025-04-14', 'system'),
  chat('gpt-4.1-mini', 'system', 'gpt-4.1-mini-2025-04-14'),
  chat('gpt-4.1-mini-2025-04-14', 'system'),
  chat('gpt-4.1-nano', 'system', 'gpt-4.1-nano-2025-04-14'),
  chat('gpt-4.1-nano-2025-04-14', 'system'),
  chat('gpt-4', 'openai', 'gpt-4-0613'),
  chat('gpt-4-0613', 'openai'),
  chat('gpt-3.5-turbo', 'openai', 'gpt-3.5-turbo-0125'),
  chat('gpt-3.5-turbo-0125', 'openai'),
  chat('gpt-35-turbo-0613', 'system'),
  chat('gpt-5', 'system'),
  chat('gpt-5-mini', 'system'),
  chat('gpt-oss-120b', 'system'),
  chat('gpt-oss-20b', 'system'),
  chat('llama3.1:latest', 'ollama'),
  chat('auto', 'system'),
  { id: 'text-embedding-3-small', kind: 'embedding', ownedBy: 'system' },
  { id: 'text-embedding-3-large', kind: 'embedding', ownedBy: 'system' },
  { id: 'text-embedding-ada-002', kind: 'embedding', ownedBy: 'openai-internal' },
  { id: 'omni-moderation-latest', kind: 'moderation', ownedBy: 'system' },
  { id: 'text-moderation-latest', kind: 'moderation', ownedBy: 'openai-internal' },
];
