import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { clientSignalOf } from './client-signal-of.ts';
import { rawResponseOf } from './raw-exchange.ts';

/**
 * Gives a handler an `AbortSignal` that fires when the client goes away before the answer is complete.
 *
 * Works on every method and on both platforms.
 *
 * @example
 * ask(@ClientSignal() signal: AbortSignal) { return this.client.chat.completions.create(body, { signal }); }
 */
export const ClientSignal: () => ParameterDecorator = createParamDecorator((_: undefined, context: ExecutionContext) =>
  clientSignalOf(rawResponseOf(context)),
);
