import type { Bench } from './bench.ts';
import { firstToken } from './contenders/first-token.ts';
import { langchainText, langchainTools } from './contenders/langchain.ts';
import { limits, limitsRedis } from './contenders/limits.ts';
import { openStreams } from './contenders/open-streams.ts';
import { request } from './contenders/request.ts';
import { stream } from './contenders/stream.ts';
import { upload } from './contenders/upload.ts';

/** Every comparison of libraries, in the order of the table. */
export const benches: readonly Bench[] = [
  request,
  stream,
  firstToken,
  openStreams,
  upload,
  langchainText,
  langchainTools,
  limits,
  limitsRedis,
];
