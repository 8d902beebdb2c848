/**
 * A span for each call, by the GenAI conventions of OpenTelemetry.
 *
 * @module @colloquy/core/otel
 */

export { type OtelOptions, otelHooks } from './otel-hooks.ts';
