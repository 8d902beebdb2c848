import { randomUUID } from 'node:crypto';
import type { Transport, WireRequest } from '@colloquy/core';
import { BatchRunner, type Perform } from './batches/batch-runner.ts';
import { CONVERSATION } from './conversations/conversation-items.ts';
import type { DialectName } from './dialects/dialect.ts';
import { DIALECTS, speechOf } from './dialects/dialects.ts';
import type { Engine } from './engine/engine.ts';
import { parrotEngine } from './engine/parrot-engine.ts';
import { exchange } from './exchange/exchange.ts';
import { IdempotencyKeys } from './exchange/idempotency.ts';
import type { Services } from './exchange/services.ts';
import { MAX_FILE_BYTES } from './files/file-object.ts';
import type { ListenOptions, LocalServer } from './http/local-server.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { LimiterMeter } from './limits/limiter-meter.ts';
import { openLimitStore } from './limits/open-limit-store.ts';
import { readTier, type Tier, TOKENS_PER_DAY } from './limits/tiers.ts';
import type { Log } from './log.ts';
import { ModelCatalog } from './models/model-catalog.ts';
import { readCount } from './read-count.ts';
import { BackgroundRuns } from './responses/background-runs.ts';
import { CallLog, type RecordedCall } from './scripting/call-log.ts';
import { type Fault, FaultPlan } from './scripting/fault-plan.ts';
import { type ReplyMatcher, ReplyScript, type ScriptedAnswer } from './scripting/reply-script.ts';
import { openStore } from './store/open-store.ts';
import { LocalTokens } from './tokens/local-tokens.ts';

/** How an offline provider is made. */
export interface LocalOptions {
  /** Where everything is kept, durable against a crash; made where it is missing. @default in memory */
  dataDir?: string;
  /** What generates and trains; closed with the provider. @default the built-in engine */
  engine?: Engine;
  /** Milliseconds since 1970; moves days, expiries and timestamps in tests. @default Date.now */
  clock?: () => number;
  /** The limits per minute and project. @default 'none' */
  tier?: Tier;
  /** GPT@JRC's tokens per project and UTC day. @default 200000 */
  tokensPerDay?: number;
  /** The largest file that is taken, in bytes; OpenAI's limit was 100 MB once. @default 536870912 (512 MiB) */
  maxFileBytes?: number;
  /** Whether result files hold base64 of their CSV, as OpenAI's do, or the CSV itself. @default 'base64' */
  resultFiles?: 'base64' | 'plain';
  /** Takes a line per request, job and failure. @default nothing is logged */
  log?: Log;
}

/** Who uses a transport in this process. */
export interface LocalTransportOptions {
  /** Transports of one project share its files, jobs, models and quota. @default a project of its own for each dialect */
  project?: string;
}

/** A running offline provider. */
export interface Local {
  /** A transport in this process, without a token; throws `configuration` for an unknown dialect. */
  transport(dialect?: DialectName, options?: LocalTransportOptions): Transport;
  readonly tokens: Pick<LocalTokens, 'create' | 'list' | 'revoke' | 'adopt'>;
  /** Serves every dialect over HTTP; rejects with `configuration` where the port or host cannot be had. */
  listen(options?: ListenOptions): Promise<LocalServer>;
  /** Makes a conversation for EU GPT, where the API itself cannot; gives its UUID, for `conversation_id`. */
  createConversation(options?: LocalTransportOptions): string;
  /** Scripts the answer to requests whose last message matches; the script added last is asked first. */
  reply(matcher: ReplyMatcher, answer: string | ScriptedAnswer): void;
  /** Injects a failure into the next request that fits. */
  fault(fault: Fault): void;
  /** The last thousand requests, without credentials. */
  readonly calls: readonly RecordedCall[];
  /** Forgets scripted replies, planned faults and recorded calls. */
  reset(): void;
  /** Stops servers and jobs; unfinished jobs go on when the data directory is opened again. */
  close(): Promise<void>;
}

/**
 * Makes an offline provider: the dialects, a store, an engine, and nothing that needs a network.
 *
 * @throws ColloquyError `configuration` for a data directory that cannot be used or an unknown tier or quota.
 */
export function createLocal(options: LocalOptions = {}): Local {
  const { dataDir, engine = parrotEngine(), clock = Date.now, resultFiles = 'base64', log = () => {} } = options;
  const tokensPerDay = readCount(options.tokensPerDay ?? TOKENS_PER_DAY, 'tokensPerDay');
  const maxFileBytes = readCount(options.maxFileBytes ?? MAX_FILE_BYTES, 'maxFileBytes');
  const tier = readTier(options.tier ?? 'none');
  const store = openStore(dataDir);
  const models = new ModelCatalog(store, engine);
  const meter = new LimiterMeter(tier, () => openLimitStore(dataDir), options.clock);
  const tokens = new LocalTokens(store.records, clock);
  const calls = new CallLog();
  const faults = new FaultPlan();
  const replies = new ReplyScript();
  const background = new BackgroundRuns(store);
  const jobs = new JobRunner({ store, engine, models, log, clock, resultFiles });
  const perform: Perform = async (project, path, body) => {
    const request: WireRequest = { method: 'POST', path, headers: {}, body };
    const reply = await exchange(services, DIALECTS.openai, request, async () => ({ project, token: 'batch' }));
    const bytes = reply.body as Uint8Array;
    return {
      status: reply.status,
      requestId: reply.headers['x-request-id'] as string,
      body: JSON.parse(Buffer.from(bytes).toString()),
    };
  };
  const batches = new BatchRunner({ store, clock, log, perform });
  const services: Services = {
    store,
    engine,
    models,
    jobs,
    batches,
    background,
    meter,
    replies,
    faults,
    calls,
    idempotency: new IdempotencyKeys(),
    log,
    resultFiles,
    tokensPerDay,
    maxFileBytes,
    clock,
  };
  background.failAbandoned();
  jobs.resumeAll();
  batches.resumeAll();
  const servers = new Set<LocalServer>();
  let closing: Promise<void> | undefined;

  return {
    transport(dialect = 'openai', { project = `local-${dialect}` } = {}) {
      const speech = speechOf(dialect);
      const principal = { project, token: 'in-process' };
      return (request) => exchange(services, speech, request, async () => principal);
    },
    tokens,
    async listen(listenOptions = {}) {
      const { startServer } = await import('./http/start-server.ts');
      const server = await startServer(services, tokens, listenOptions, () => servers.delete(server));
      servers.add(server);
      return server;
    },
    createConversation({ project = 'local-eugpt' } = {}) {
      const id = randomUUID();
      const created_at = Math.floor(clock() / 1000);
      store.records.put(CONVERSATION, project, id, { id, object: 'conversation', created_at, metadata: {} });
      return id;
    },
    reply: (matcher, answer) => replies.add(matcher, answer),
    fault: (fault) => faults.add(fault),
    get calls() {
      return calls.list();
    },
    reset() {
      replies.clear();
      faults.clear();
      calls.clear();
    },
    close() {
      closing ??= (async () => {
        await Promise.all([...servers].map((server) => server.close()));
        await background.close();
        await jobs.close();
        await batches.close();
        await meter.close();
        await engine.close?.();
        store.close();
      })();
      return closing;
    },
  };
}
