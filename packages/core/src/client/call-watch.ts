import type { ColloquyError } from '../errors/index.ts';
import type { ReplyFacts } from '../resources/caller.ts';
import type { StreamEnd } from '../stream/stream-source.ts';
import type { WireRequest } from '../wire/index.ts';
import type { ClientSettings } from './client-options.ts';
import { type CallFacts, type ClientHooks, NO_HOOKS } from './hooks.ts';

/** Tells the hooks what happens to one call; costs nothing where there are none. */
export class CallWatch {
  readonly #settings: ClientSettings;
  readonly #began = performance.now();
  #call: CallFacts | undefined;
  #ended = false;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  request(request: WireRequest): void {
    const { hooks, provider } = this.#settings;
    if (hooks === NO_HOOKS) return;
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

  /** What the layer that retries tells of it; `undefined` where nobody listens. */
  get onRetry(): WireRequest['onRetry'] {
    return this.#settings.hooks.onRetry === undefined ? undefined : (retry) => this.#tell('onRetry', retry);
  }

  response(facts: ReplyFacts): void {
    this.#tell('onResponse', { ...facts, durationMs: performance.now() - this.#began });
  }

  usage(usage: unknown): void {
    if (typeof usage === 'object' && usage !== null) this.#tell('onUsage', usage as Record<string, unknown>);
  }

  streamEnd({ usage, ...end }: StreamEnd): void {
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

  #tell<Name extends keyof ClientHooks>(name: Name, ...rest: unknown[]): void {
    if (this.#call === undefined) return;
    const hook = this.#settings.hooks[name] as ((call: CallFacts, ...rest: unknown[]) => void) | undefined;
    try {
      hook?.(this.#call, ...rest);
    } catch {
      // Watching a call must not break it.
    }
  }
}
