import type { Hold } from '@colloquy/limits';
import { checkOffer } from '../serve/check-offer.ts';
import { checkBatchInput } from './batch-input.ts';
import type { GatewayCall, Handler } from './gateway-call.ts';
import { limitLines } from './limit-lines.ts';
import { resource } from './resource.ts';
import { settleSurely } from './settle-surely.ts';

/**
 * Makes a batch, once every line of its input file is one that the caller may ask for.
 *
 * All that its lines may use at most is charged to the day on which it is made: a batch runs for a day, and nobody is
 * here then to count.
 */
export const batch: Handler = async (call) => {
  checkOffer(call.parts.resources.provider, 'batches');
  const hold = await reserveDay(call, await checkBatchInput(call));
  try {
    const answer = await resource(call);
    await settleSurely(hold, hold.tokens);
    return answer;
  } catch (error) {
    await hold.release().catch(() => {});
    throw error;
  }
};

/** Of the limits only the day's: a batch keeps nobody from asking in the meantime. */
function reserveDay({ parts, principal }: GatewayCall, tokens: number): Promise<Hold> {
  const { keys, group } = limitLines(parts, principal);
  const day = keys.map(({ key, limits: { tokensPerDay } = {} }) => {
    return { key, limits: tokensPerDay === undefined ? {} : { tokensPerDay } };
  });
  return parts.limiter.reserve({ keys: day, group, tokens });
}
