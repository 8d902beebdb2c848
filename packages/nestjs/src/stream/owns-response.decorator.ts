import { Res } from '@nestjs/common';

/** Nest's own key for "this handler takes the response but lets Nest answer"; not exported in every version of it. */
const PASSTHROUGH = '__responsePassthrough__';

const ROUTE_ARGS = '__routeArguments__';

/**
 * Tells Nest that a handler's answer is written by somebody else, as `@Res()` on one of its parameters would.
 *
 * The parameter is one beyond those that the handler has.
 */
export function OwnsResponse(): MethodDecorator {
  return (target, key) => {
    const args: Record<string, { index: number }> = Reflect.getMetadata(ROUTE_ARGS, target.constructor, key) ?? {};
    const handler = (target as Record<string | symbol, (...parameters: unknown[]) => unknown>)[key];
    const beyond = Math.max(handler?.length ?? 0, ...Object.values(args).map(({ index }) => index + 1));
    Res()(target, key, beyond);
    Reflect.defineMetadata(PASSTHROUGH, false, target.constructor, key);
  };
}
