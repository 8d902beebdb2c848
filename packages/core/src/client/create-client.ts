import type { Provider } from '../dialect/provider.ts';
import { type Batches, batches } from '../resources/batches.ts';
import { type Chat, chat } from '../resources/chat.ts';
import { type Embeddings, embeddings } from '../resources/embeddings.ts';
import { type Files, files } from '../resources/files.ts';
import { type FineTuning, fineTuning } from '../resources/fine-tuning.ts';
import { type Models, models } from '../resources/models.ts';
import { type Moderations, moderations } from '../resources/moderations.ts';
import { type Responses, responses } from '../resources/responses.ts';
import { type Uploads, uploads } from '../resources/uploads.ts';
import { boundWait } from '../transport/bound-wait.ts';
import { fetchTransport } from '../transport/fetch-transport.ts';
import type { RateLimitSnapshot } from '../transport/rate-limit-headers.ts';
import { undiciTransport } from '../transport/undici-transport.ts';
import type { Transport } from '../wire/index.ts';
import { ClientCaller } from './client-caller.ts';
import { type ClientOptions, type ClientSettings, readOptions } from './client-options.ts';

/** Typed calls over one service; its names are OpenAI's, whatever the service. */
export interface Client {
  readonly provider: Provider;
  readonly chat: Chat;
  readonly responses: Responses;
  readonly models: Models;
  readonly files: Files;
  readonly uploads: Uploads;
  readonly fineTuning: FineTuning;
  readonly embeddings: Embeddings;
  readonly moderations: Moderations;
  readonly batches: Batches;
  /** The service as a function: keys, retries, dialect and translation done, above which everything looks like OpenAI. */
  readonly transport: Transport;
  /** The rate limits that the last reply's headers told of; `undefined` before the first, and where there were none. */
  limits(): RateLimitSnapshot | undefined;
  /** Ends open calls and streams, and closes the connections; a transport that was passed in stays open. */
  close(): Promise<void>;
}

/**
 * Makes a client for one service.
 *
 * Throws `configuration`, naming the option, where one is missing or cannot be used; nothing is connected or loaded
 * before the first call.
 *
 * @example
 * const client = createClient({ provider: eugpt });   // the key comes from EUGPT_API_KEY
 */
export function createClient(options: ClientOptions): Client {
  const settings = readOptions(options);
  const { base, close, ownsConnections } = baseTransport(options, settings);
  const caller = new ClientCaller(base, settings, ownsConnections);
  const { provider } = settings;
  return {
    provider,
    chat: chat(caller, provider),
    responses: responses(caller),
    models: models(caller, provider),
    files: files(caller),
    uploads: uploads(caller),
    fineTuning: fineTuning(caller),
    embeddings: embeddings(caller),
    moderations: moderations(caller),
    batches: batches(caller),
    transport: caller.transport,
    limits: () => caller.limits,
    close: async () => {
      caller.close();
      await close();
    },
  };
}

interface BaseTransport {
  readonly base: Transport;
  /** Whether `close` ends the exchanges that are under way. */
  readonly ownsConnections: boolean;
  close(): Promise<void>;
}

function baseTransport(options: ClientOptions, settings: ClientSettings): BaseTransport {
  const foreign = (base: Transport) => ({ base, ownsConnections: false, close: async () => undefined });
  if (options.transport !== undefined) return foreign(boundWait(options.transport));
  const isNode = typeof globalThis.process?.versions?.node === 'string';
  if (options.fetch !== undefined || !isNode) return foreign(fetchTransport(settings.baseURL, options.fetch));
  const { timeout } = settings;
  const connectTimeout = typeof timeout === 'number' ? timeout : timeout.connect;
  const base = undiciTransport({ baseURL: settings.baseURL, ...(connectTimeout ? { connectTimeout } : {}) });
  return { base, ownsConnections: true, close: base.close };
}
