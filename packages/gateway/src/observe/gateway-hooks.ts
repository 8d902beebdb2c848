import type { TokenUsage } from '@colloquy/limits';
import type { Principal } from '../tokens/principal.ts';

/** How an exchange ended. */
export type ExchangeEnding = 'done' | 'left' | 'failed' | 'refused';

/** One exchange, told once, when it is over. */
export interface ExchangeReport {
  readonly principal: Principal;
  /** The route, such as `POST /chat/completions`; `unknown` where there is none. */
  readonly route: string;
  readonly model?: string;
  readonly upstream?: string;
  readonly status: number;
  readonly ending: ExchangeEnding;
  /** The tokens charged. */
  readonly tokens: number;
  /** What the upstream reported, where it did. */
  readonly usage?: TokenUsage;
  readonly durationMs: number;
  /** Until the answer began. */
  readonly firstContentMs?: number;
}

/** Something that changes who may do what. */
export interface AuditEvent {
  readonly action: 'token.create' | 'token.revoke' | 'authentication.refused';
  readonly project?: string;
  /** The token's id; never the token. */
  readonly token?: string;
}

/** One attempt that failed at an upstream. */
export interface UpstreamFailure {
  readonly upstream: string;
  readonly error: unknown;
  /** Whether another upstream was asked instead. */
  readonly fellOver: boolean;
}

/** Called at what happens; what a hook throws is ignored, so that it cannot fail a request. */
export interface GatewayHooks {
  /** Once for each exchange, when it is over. */
  onExchange?: (report: ExchangeReport) => void;
  /** A token was made, revoked, or refused. */
  onAudit?: (event: AuditEvent) => void;
  /** An attempt at an upstream failed; for each attempt. */
  onUpstreamFailure?: (failure: UpstreamFailure) => void;
}

/** Calls a hook, whatever it does. */
export function tell<T>(hook: ((event: T) => void) | undefined, event: T): void {
  try {
    hook?.(event);
  } catch {
    // A hook only watches.
  }
}
