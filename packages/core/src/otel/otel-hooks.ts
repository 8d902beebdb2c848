import {
  type MeterProvider,
  metrics,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import type { CallFacts, ClientHooks } from '../client/hooks.ts';

/** Where spans and measurements go. */
export interface OtelOptions {
  /** @default the global one */
  tracerProvider?: TracerProvider;
  /** @default the global one */
  meterProvider?: MeterProvider;
}

/** What a path does, in the words of the GenAI semantic conventions. */
const OPERATIONS: Readonly<Record<string, string>> = {
  '/chat/completions': 'chat',
  '/responses': 'chat',
  '/embeddings': 'embeddings',
};

const SCOPE = '@colloquy/core';

/**
 * Hooks that record each call as one OpenTelemetry span, retries included and a stream to its end, with the measurements
 * `gen_ai.client.operation.duration` (seconds) and `gen_ai.client.token.usage`.
 *
 * No prompt and no answer is recorded. Source: https://opentelemetry.io/docs/specs/semconv/gen-ai/.
 */
export function otelHooks(options: OtelOptions = {}): ClientHooks {
  const tracer = (options.tracerProvider ?? trace.getTracerProvider()).getTracer(SCOPE);
  const meter = (options.meterProvider ?? metrics.getMeterProvider()).getMeter(SCOPE);
  const duration = meter.createHistogram('gen_ai.client.operation.duration', { unit: 's' });
  const tokens = meter.createHistogram('gen_ai.client.token.usage', { unit: '{token}' });
  const spans = new Map<string, Span>();

  return {
    onRequest: (call) => {
      const attributes = attributesOf(call);
      const name = `${attributes['gen_ai.operation.name']} ${call.model ?? call.path}`;
      spans.set(call.callId, tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }));
    },
    onResponse: (call, { status, requestId }) => {
      spans.get(call.callId)?.setAttributes({
        'http.response.status_code': status,
        ...(requestId === undefined ? {} : { 'gen_ai.response.id': requestId }),
      });
    },
    onRetry: (call, { error, attempt, delayMs }) => {
      spans.get(call.callId)?.addEvent('retry', { 'error.type': error.code, attempt, 'retry.delay_ms': delayMs });
    },
    onUsage: (call, usage) => {
      for (const [type, count] of [
        ['input', usage['prompt_tokens'] ?? usage['input_tokens']],
        ['output', usage['completion_tokens'] ?? usage['output_tokens']],
      ] as const) {
        if (typeof count !== 'number') continue;
        spans.get(call.callId)?.setAttribute(`gen_ai.usage.${type}_tokens`, count);
        tokens.record(count, { ...attributesOf(call), 'gen_ai.token.type': type });
      }
    },
    onEnd: (call, { error, durationMs }) => {
      const failed = error === undefined ? {} : { 'error.type': error.code };
      duration.record(durationMs / 1000, { ...attributesOf(call), ...failed });
      const span = spans.get(call.callId);
      spans.delete(call.callId);
      span?.setAttributes(failed);
      if (error !== undefined) span?.setStatus({ code: SpanStatusCode.ERROR, message: error.code });
      span?.end();
    },
  };
}

function attributesOf(call: CallFacts): Record<string, string> {
  return {
    'gen_ai.operation.name': OPERATIONS[call.path] ?? `${call.method} ${call.path}`,
    'gen_ai.provider.name': call.provider,
    ...(call.model === undefined ? {} : { 'gen_ai.request.model': call.model }),
  };
}
