import { createHash } from 'node:crypto';
import type { JsonObject } from '../body/json-object.ts';
import { Refusal } from '../refusal/refusal.ts';
import type { Answer } from './answer.ts';

interface Entry {
  readonly fingerprint: string;
  readonly answer: Promise<Answer>;
}

/** The oldest keys are forgotten first. */
const REMEMBERED = 1_000;

/**
 * Answers a request that comes again under the same `Idempotency-Key` with the first one's answer, executed once.
 *
 * Holds for JSON requests with JSON answers, for each token by itself. A failure (429, 5xx) is not remembered, so that
 * a retry gets its chance; a stream is made anew. OpenAI documents no such key; this is an extension.
 */
export class IdempotencyKeys {
  readonly #entries = new Map<string, Entry>();

  /** @param owner what the key belongs to: nobody meets another's keys */
  async once(
    owner: string,
    key: string,
    request: { path: string; body: JsonObject },
    run: () => Promise<Answer>,
  ): Promise<Answer> {
    const id = `${owner}\n${key}`;
    const fingerprint = createHash('sha256').update(request.path).update(JSON.stringify(request.body)).digest('base64');
    const known = this.#entries.get(id);
    if (known) {
      if (known.fingerprint !== fingerprint) throw reused();
      const answer = await known.answer;
      return { ...answer, headers: { ...answer.headers, 'idempotent-replayed': 'true' } };
    }
    const answer = run();
    this.#remember(id, { fingerprint, answer });
    try {
      const made = await answer;
      if (!('json' in made)) this.#entries.delete(id);
      return made;
    } catch (error) {
      this.#entries.delete(id);
      throw error;
    }
  }

  #remember(id: string, entry: Entry): void {
    if (this.#entries.size >= REMEMBERED) this.#entries.delete(this.#entries.keys().next().value as string);
    this.#entries.set(id, entry);
  }
}

function reused(): Refusal {
  return new Refusal(409, 'This Idempotency-Key was used before with another request; use a new one.', {
    type: 'conflict_error',
    code: 'idempotency_key_reused',
  });
}
