/** What a refusal says besides its message; the names are those of OpenAI's error body. */
export interface RefusalDetails {
  type?: string;
  code?: string | null;
  param?: string | null;
  headers?: Readonly<Record<string, string>>;
  /** What FastAPI finds wrong with the request; only its own services say so. */
  flaws?: readonly RequestFlaw[];
  cause?: unknown;
}

/** One thing that is wrong with a request, as FastAPI tells it in the list under `detail` of a 422. */
export interface RequestFlaw {
  readonly type: 'json_invalid' | 'dict_type' | 'list_type' | 'missing';
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: { readonly error: string };
}

/** A request this server refuses: an HTTP status and what OpenAI's error body would say; each dialect words it its own way. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly flaws: readonly RequestFlaw[] | undefined;

  constructor(status: number, message: string, details: RefusalDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'Refusal';
    this.status = status;
    this.type = details.type ?? 'invalid_request_error';
    this.code = details.code ?? null;
    this.param = details.param ?? null;
    this.headers = details.headers ?? {};
    this.flaws = details.flaws;
  }
}
