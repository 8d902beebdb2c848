import type { ColloquyError } from '../errors/index.ts';
import type { ReplyFacts } from '../resources/caller.ts';
import type { StreamEnd } from '../stream/typed-stream.ts';
import type { WireRequest } from '../wire/index.ts';
import type { ClientSettings } from './client-options.ts';
import type { CallFacts, ClientHooks } from './hooks.ts';

/** Tells the hooks what happens to one call; costs nothing where there are none. */
export class CallWatch {
  readonly #hooks: ClientHooks;
  readonly #call: CallFacts | undefined;
  readonly #began: number;
  #over: (() => void) | undefined;
  #ended = false;

  constructor({ hooks, provider }: ClientSettings, request: WireRequest) {
    this.#hooks = hooks;
    this.#began = performance.now();
    if (Object.keys(hooks).length === 0) return;
    const model = (request.body as { model?: unknown } | undefined)?.model;
    this.#call = {
      provider: provider.name,
      method: request.method,
      path: request.path,
      model: typeof model === 'string' ? model : undefined,
      callId: crypto.randomUUID(),
    };
    this.#tell('onRequest');
  }

  retry(retry: { error: ColloquyError; attempt: number; delayMs: number }): void {
    this.#tell('onRetry', retry);
  }

  response(facts: ReplyFacts): void {
    this.#tell('onResponse', { ...facts, durationMs: performance.now() - this.#began });
  }

  usage(usage: unknown): void {
    if (typeof usage === 'object' && usage !== null) this.#tell('onUsage', usage as Record<string, unknown>);
  }

  streamEnd({ usage, ...end }: StreamEnd): void {
    this.#over?.();
    this.usage(usage);
    this.#tell('onStreamEnd', { ...end, durationMs: performance.now() - this.#began });
    this.end(end.error);
  }

  /** The call is over; told once. */
  end(error?: ColloquyError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#tell('onEnd', { ...(error && { error }), durationMs: performance.now() - this.#began });
  }

  /** What to do when a stream is over. */
  onceOver(action: () => void): void {
    this.#over = action;
  }

  #tell<Name extends keyof ClientHooks>(name: Name, ...rest: unknown[]): void {
    if (this.#call === undefined) return;
    const hook = this.#hooks[name] as ((call: CallFacts, ...rest: unknown[]) => void) | undefined;
    try {
      hook?.(this.#call, ...rest);
    } catch {
      // Watching a call must not break it.
    }
  }
}
