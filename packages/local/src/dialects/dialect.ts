import type { ReadJson } from '../body/read-json.ts';
import type { ChatFraming } from '../chat/chat-framing.ts';
import type { Answer } from '../exchange/answer.ts';
import type { Route } from '../exchange/route.ts';
import type { Refusal } from '../refusal/refusal.ts';
import type { ResponsesFraming } from '../responses/responses-framing.ts';

/** The dialects of OpenAI's API that are spoken here. */
export type DialectName = 'openai' | 'jrc' | 'eugpt' | 'anvilgpt';

/** How one service speaks: where it is served, what it offers, and its own words for everything that differs. */
export interface Dialect {
  readonly name: DialectName;
  /** The paths it is served under; the first is the one to tell people. */
  readonly mounts: readonly string[];
  readonly routes: readonly Route[];
  /** What an absent `stream` means. */
  readonly streamDefault: boolean;
  /** What happens to parameters it does not know. */
  readonly unknownParameters: 'refuse' | 'ignore';
  /** Whether a project has an allowance of tokens per UTC day. @default false */
  readonly hasDailyQuota?: boolean;
  /** The model that answers, as replies name it. */
  modelName(requested: string): string;
  readonly chat: ChatFraming;
  readonly responses: ResponsesFraming;
  readonly readJson: ReadJson;
  /** The credential among a request's headers. */
  credential(headers: Readonly<Record<string, string>>): string | undefined;
  /** The 401 for no credential, and for one that is unknown, revoked or expired: the same for all three. */
  unauthorized(credential: string | undefined): Refusal;
  /** An error body in the service's shape, with the status it uses. */
  refuse(refusal: Refusal): { status: number; json: unknown };
  /** The answer for a path it does not have. */
  unknownPath(method: string, path: string): Answer;
}
