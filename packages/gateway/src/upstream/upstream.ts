import {
  type Client,
  ColloquyError,
  createClient,
  defineProvider,
  type Provider,
  type Transport,
} from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { type BreakerOptions, CircuitBreaker } from './circuit-breaker.ts';

/** A service to pass requests on to: a client, or a transport that speaks OpenAI's API. */
export type UpstreamInput = Transport | Pick<Client, 'transport' | 'provider'>;

/** A service, and how it is doing. */
export interface Upstream {
  readonly name: string;
  readonly transport: Transport;
  readonly breaker: CircuitBreaker;
  readonly provider: Provider;
}

/** Reads the upstreams; throws `configuration` naming the one that cannot be used. */
export function readUpstreams(
  inputs: Readonly<Record<string, UpstreamInput>>,
  breaker: BreakerOptions,
  clock: () => number,
): ReadonlyMap<string, Upstream> {
  const upstreams = new Map<string, Upstream>();
  for (const [name, input] of Object.entries(inputs ?? {})) {
    const client = typeof input === 'function' ? overTransport(name, input) : input;
    if (typeof client?.transport !== 'function') {
      throw new ColloquyError('configuration', `upstreams.${name} has to be a client or a transport.`, {
        param: `upstreams.${name}`,
      });
    }
    const { transport, provider } = client;
    upstreams.set(name, { name, transport, provider, breaker: new CircuitBreaker(breaker, clock) });
  }
  if (upstreams.size === 0) {
    throw new ColloquyError('configuration', 'upstreams has to have at least one client or transport.', {
      param: 'upstreams',
    });
  }
  return upstreams;
}

/** A bare transport gets what a client has above it: replies are read, and failures are errors until the first content. */
function overTransport(name: string, transport: Transport): Pick<Client, 'transport' | 'provider'> {
  const provider = defineProvider({
    name: /^[a-z][a-z0-9_-]*$/i.test(name) ? name : 'upstream',
    baseURL: 'http://upstream.invalid/v1',
    keyRequired: false,
    endpoints: openai.endpoints,
  });
  return createClient({ provider, transport, apiKey: null, maxRetries: 0 });
}
