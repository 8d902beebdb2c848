import type { Dialect } from './dialect.ts';
import { openaiDialect } from './openai.ts';
import { JRC_ROUTES } from './openai-routes.ts';

/**
 * GPT@JRC: OpenAI's chat and models behind project-bound JWTs, with 200,000 tokens per project and day.
 *
 * Its manual says no more than that it follows OpenAI's specification; error bodies and the quota's words are
 * assumed to be OpenAI's, and the day to be the UTC day.
 */
export const jrcDialect: Dialect = {
  ...openaiDialect,
  name: 'jrc',
  mounts: ['/jrc/v1'],
  routes: JRC_ROUTES,
  hasDailyQuota: true,
};
