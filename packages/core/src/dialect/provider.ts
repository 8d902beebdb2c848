/** The groups of endpoints a service may offer. */
export type Endpoint =
  | 'chat'
  | 'stored_chat'
  | 'responses'
  | 'stored_responses'
  | 'models'
  | 'files'
  | 'uploads'
  | 'fine_tuning'
  | 'embeddings'
  | 'moderations'
  | 'batches';

/** How one service differs from OpenAI, as data: every flag is from a closed set, and its default is OpenAI's way. */
export interface ProviderQuirks {
  /** What the service does when a request has no `stream`; Colloquy always sends it. @default false */
  readonly streamDefault: boolean;
  /** Unit of `created` and `created_at`. @default 's' */
  readonly timeUnit: 's' | 'ms';
  /** The `event:` line of Responses streams: the event's type, always `message`, or none. @default 'type' */
  readonly eventName: 'type' | 'message' | 'none';
  /** Whether a chat stream ends with `data: [DONE]`. @default true */
  readonly doneMarker: boolean;
  /** What tells that a chat stream is complete. `any`: a finish reason or `[DONE]`. @default 'any' */
  readonly completion: 'any' | 'finish_reason' | 'done';
  /** Where a chat stream carries usage; `opt-in` is asked for with `stream_options`. @default 'opt-in' */
  readonly streamUsage: 'opt-in' | 'finish-chunk' | 'never';
  /** The shape of error bodies: OpenAI's `{error}`, FastAPI's `{detail}`, or both mixed. @default 'error' */
  readonly errorBody: 'error' | 'detail' | 'mixed';
  /** The shape of the models list: OpenAI's, `data` without `object`, or none. @default 'openai' */
  readonly modelsShape: 'openai' | 'data-only' | 'none';
  /** Which parameter bounds the answer's length. @default 'as-given' */
  readonly maxTokens: 'as-given' | 'max_tokens' | 'max_completion_tokens';
  /** Whether Responses items and events carry ids, or have to be given them. @default 'openai' */
  readonly responseItems: 'openai' | 'nameless';
  /** What a Responses request may hold: everything, or only text and EU GPT's six fields. @default 'openai' */
  readonly responsesInput: 'openai' | 'text-only';
  /** Tools the service runs itself; their calls are never handed to the caller to run. @default [] */
  readonly serverTools: readonly string[];
  /** Request parameters the service drops without a word; sending one is refused here. @default [] */
  readonly swallows: readonly string[];
  /** Whether files are OpenAI's, or Open WebUI's own at `v1/files/`. @default 'openai' */
  readonly filesShape: 'openai' | 'open-webui';
  /** Whether chat answers need their roles, ids and indexes put right before they are passed on. @default 'openai' */
  readonly chatShape: 'openai' | 'loose';
}

/** The daily allowance a service is known to grant. */
export interface ProviderQuota {
  readonly tokensPerDay: number;
  readonly per: 'project' | 'token';
}

/** One OpenAI-compatible service, as data. */
export interface Provider {
  /** Short and stable, as it appears in errors and menus: `eugpt`. */
  readonly name: string;
  /** For people: `EU GPT`. */
  readonly label: string;
  /** Where it is served, path included and without a final slash. */
  readonly baseURL: string;
  /** The environment variable that holds the key. */
  readonly apiKeyEnv: string;
  /** Whether calls without a key make sense, as with a server on one's own machine. */
  readonly keyRequired: boolean;
  readonly endpoints: readonly Endpoint[];
  readonly quirks: ProviderQuirks;
  readonly quota?: ProviderQuota;
  /** How settled the service's own API is. */
  readonly stability: 'stable' | 'preview';
  /** The day the facts were last checked, `YYYY-MM-DD`. */
  readonly checked: string;
  /** A provider like this one, with some facts replaced; under another name it has a key variable of its own. */
  extend(changes: ProviderChanges): Provider;
}

/** What `defineProvider` needs to know; the rest is OpenAI's way. */
export interface ProviderInput {
  name: string;
  baseURL: string;
  label?: string;
  /** @default NAME_API_KEY, from the name */
  apiKeyEnv?: string;
  /** @default true */
  keyRequired?: boolean;
  /** @default chat and models */
  endpoints?: readonly Endpoint[];
  quirks?: Partial<ProviderQuirks>;
  quota?: ProviderQuota;
  /** @default 'stable' */
  stability?: 'stable' | 'preview';
  checked?: string;
}

/** What `extend` may replace. */
export type ProviderChanges = Partial<ProviderInput>;
