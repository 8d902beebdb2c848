import type { Answer } from '../exchange/answer.ts';
import type { Call } from '../exchange/call.ts';
import { responseRequest } from './response-request.ts';

/** `POST /responses/input_tokens`: what a request would cost before it is made. */
export async function countInputTokens(call: Call): Promise<Answer> {
  const { generate } = await responseRequest(call, await call.json());
  const input_tokens = await call.services.engine.countMessageTokens(generate.messages);
  return { json: { object: 'response.input_tokens', input_tokens } };
}
