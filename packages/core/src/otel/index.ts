export { type OtelOptions, otelHooks } from './otel-hooks.ts';
