import type { Application, Request } from 'express';

const warned = new WeakSet<Application>();

/**
 * Warns, once for an app, where limits count addresses but every request has that of a proxy.
 *
 * Express believes `X-Forwarded-For` only where its setting `trust proxy` says so; without it all callers behind the proxy
 * would share one limit.
 */
export function warnOfProxy(request: Request): void {
  const { app, headers } = request;
  if (headers['x-forwarded-for'] === undefined || app?.get('trust proxy') || warned.has(app)) return;
  warned.add(app);
  process.emitWarning(
    'Limits count callers by address, and requests come through a proxy that Express does not trust: all of them share ' +
      "one limit. Say which proxies to trust with app.set('trust proxy', …), or name callers with `authenticate` or `key`.",
    { code: 'COLLOQUY_TRUST_PROXY' },
  );
}
