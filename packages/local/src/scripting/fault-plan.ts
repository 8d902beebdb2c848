import { setTimeout as wait } from 'node:timers/promises';
import { ColloquyError, type ServerEvent } from '@colloquy/core';
import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { Refusal } from '../refusal/refusal.ts';
import { serverError } from '../refusal/refusals.ts';

/** A failure to inject. */
export interface Fault {
  /** `429` and `500` answer with that status; `delay` answers late; `reset` breaks off; `truncate` ends a stream early. */
  kind: '429' | '500' | 'delay' | 'reset' | 'truncate';
  /** Only for paths that contain this text, such as `/chat/completions`. @default every path */
  path?: string;
  /** How many requests it meets. @default 1 */
  times?: number;
  /** For `delay`: milliseconds before the answer. @default 1000 */
  delayMs?: number;
  /** For `reset` and `truncate`: how many events of a stream still arrive. @default 2 */
  afterEvents?: number;
  /** For `429`: seconds in `Retry-After`. @default 1 */
  retryAfter?: number;
}

const KINDS: readonly Fault['kind'][] = ['429', '500', 'delay', 'reset', 'truncate'];

/** Failures waiting for the requests they will meet, in the order they were planned. */
export class FaultPlan {
  readonly #planned: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    if (!KINDS.includes(fault.kind)) {
      throw new ColloquyError('configuration', `fault: kind must be one of ${KINDS.join(', ')}.`, { param: 'kind' });
    }
    this.#planned.push({ fault: { ...fault }, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#planned.length = 0;
  }

  /** Runs a handler, or what a planned fault makes of it. */
  async around(call: Call, run: () => Promise<Answer>): Promise<Answer> {
    const at = this.#planned.findIndex(
      ({ fault }) => fault.path === undefined || call.request.path.includes(fault.path),
    );
    const entry = this.#planned[at];
    if (!entry) return run();
    entry.left -= 1;
    if (entry.left <= 0) this.#planned.splice(at, 1);
    return INJECT[entry.fault.kind](entry.fault, call, run);
  }
}

type Inject = (fault: Fault, call: Call, run: () => Promise<Answer>) => Promise<Answer>;

const INJECT: Readonly<Record<Fault['kind'], Inject>> = {
  '429': async ({ retryAfter = 1 }) => {
    throw new Refusal(429, `Rate limit reached (injected). Please try again in ${retryAfter}s.`, {
      type: 'requests',
      code: 'rate_limit_exceeded',
      headers: { 'retry-after': String(retryAfter) },
    });
  },
  '500': async () => {
    throw serverError();
  },
  delay: async ({ delayMs = 1_000 }, call, run) => {
    await wait(delayMs, undefined, call.signal ? { signal: call.signal } : {});
    return run();
  },
  reset: async (fault, _call, run) => cut(await run(), fault, true),
  truncate: async (fault, _call, run) => cut(await run(), fault, false),
};

/** Marks a break that the HTTP server carries out on the socket. */
export class InjectedReset extends ColloquyError {
  constructor() {
    super('connection', 'The connection was reset (injected).');
  }
}

/** Ends an answer early: with an error for a reset, without one for a truncation. */
function cut(answer: Answer, { afterEvents = 2 }: Fault, reset: boolean): Answer {
  const { status, headers } = answer;
  if ('events' in answer) return { status, headers, events: cutEvents(answer.events, afterEvents, reset) };
  const whole = 'json' in answer ? Buffer.from(JSON.stringify(answer.json)) : undefined;
  const contentType = 'bytes' in answer ? answer.contentType : 'application/json';
  return { status, headers, contentType, bytes: cutBytes(whole, reset) };
}

async function* cutEvents(
  events: AsyncIterable<readonly ServerEvent[]>,
  most: number,
  reset: boolean,
): AsyncGenerator<readonly ServerEvent[]> {
  let sent = 0;
  for await (const batch of events) {
    const left = batch.slice(0, most - sent);
    sent += left.length;
    if (left.length > 0) yield left;
    if (sent >= most) break;
  }
  if (reset) throw new InjectedReset();
}

async function* cutBytes(whole: Uint8Array | undefined, reset: boolean): AsyncGenerator<Uint8Array> {
  if (whole) yield whole.subarray(0, Math.floor(whole.length / 2));
  if (reset) throw new InjectedReset();
}
