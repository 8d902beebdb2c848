import { ColloquyError } from '@colloquy/core';
import type { BreakerState } from '../upstream/circuit-breaker.ts';
import type { ExchangeReport, UpstreamFailure } from './gateway-hooks.ts';

const BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const STATES: Readonly<Record<BreakerState, number>> = { closed: 0, half_open: 1, open: 2 };

/** One value of a counter; the labels are written out when somebody asks for them. */
interface Count {
  readonly labels: Labels;
  value: number;
}

type Labels = Readonly<Record<string, string>>;

/** Counts what happens, and tells it in the Prometheus text format. */
export class Metrics {
  readonly #counters = new Map<string, Map<string, Count>>();
  readonly #buckets = BUCKETS_S.map(() => 0);
  #firstContentCount = 0;
  #firstContentSum = 0;

  exchange(report: ExchangeReport): void {
    const { route, status, ending, upstream = 'none', tokens, firstContentMs } = report;
    this.#add('colloquy_requests_total', `${status} ${ending} ${route}`, () => ({
      route,
      status: `${status}`,
      ending,
    }));
    this.#add('colloquy_tokens_total', upstream, () => ({ upstream }), tokens);
    if (firstContentMs !== undefined) this.#firstContent(firstContentMs / 1000);
  }

  #firstContent(seconds: number): void {
    this.#firstContentCount += 1;
    this.#firstContentSum += seconds;
    for (let at = 0; at < BUCKETS_S.length; at += 1) {
      if (seconds <= (BUCKETS_S[at] as number)) this.#buckets[at] = (this.#buckets[at] as number) + 1;
    }
  }

  upstreamFailure({ upstream, error, fellOver }: UpstreamFailure): void {
    const code = ColloquyError.isInstance(error) ? error.code : 'unknown';
    this.#add('colloquy_upstream_failures_total', `${code} ${upstream}`, () => ({ upstream, code }));
    if (fellOver) this.#add('colloquy_fallbacks_total', upstream, () => ({ upstream }));
  }

  /** Everything, in the Prometheus text format 0.0.4. */
  text(inFlight: number, breakers: Iterable<readonly [string, BreakerState]>): string {
    const lines: string[] = [];
    for (const [name, values] of this.#counters) {
      lines.push(`# TYPE ${name} counter`);
      for (const { labels, value } of values.values()) lines.push(`${name}{${written(labels)}} ${value}`);
    }
    const name = 'colloquy_first_content_seconds';
    lines.push(`# TYPE ${name} histogram`);
    for (const [at, bound] of BUCKETS_S.entries()) lines.push(`${name}_bucket{le="${bound}"} ${this.#buckets[at]}`);
    lines.push(`${name}_bucket{le="+Inf"} ${this.#firstContentCount}`);
    lines.push(`${name}_sum ${this.#firstContentSum}`, `${name}_count ${this.#firstContentCount}`);
    lines.push('# TYPE colloquy_in_flight gauge', `colloquy_in_flight ${inFlight}`);
    lines.push('# HELP colloquy_breaker_state 0 closed, 1 half open, 2 open', '# TYPE colloquy_breaker_state gauge');
    for (const [upstream, state] of breakers)
      lines.push(`colloquy_breaker_state{${written({ upstream })}} ${STATES[state]}`);
    return `${lines.join('\n')}\n`;
  }

  #add(name: string, key: string, labels: () => Labels, amount = 1): void {
    const values = this.#counters.get(name) ?? new Map<string, Count>();
    if (values.size === 0) this.#counters.set(name, values);
    const known = values.get(key);
    if (known === undefined) values.set(key, { labels: labels(), value: amount });
    else known.value += amount;
  }
}

function written(labels: Labels): string {
  let text = '';
  for (const name in labels) text += `${text === '' ? '' : ','}${name}="${escaped(labels[name] as string)}"`;
  return text;
}

/** Hardly any value has something to escape, and looking for it is cheaper than replacing it. */
function escaped(value: string): string {
  if (!/[\\"\n]/.test(value)) return value;
  return value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`));
}
