import { type ClientHooks, createClient } from '@colloquy/core';
import { otelHooks } from '@colloquy/core/otel';
import { openai } from '@colloquy/core/providers';
import { scriptedTransport } from '@colloquy/core/testing';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { expect, test } from 'vitest';

const ASK = { model: 'm', messages: [{ role: 'user' as const, content: 'Hello' }] };

function recorder(): { hooks: ClientHooks; told: string[] } {
  const told: string[] = [];
  const note = (name: string) => () => void told.push(name);
  const names = ['onRequest', 'onResponse', 'onRetry', 'onUsage', 'onStreamEnd', 'onEnd'] as const;
  return { hooks: Object.fromEntries(names.map((name) => [name, note(name)])), told };
}

test('the hooks are told of a call in order, once each', async () => {
  const { hooks, told } = recorder();
  const transport = scriptedTransport([{ error: { status: 500 }, headers: { 'retry-after-ms': '1' } }, { text: 'Hi' }]);
  await createClient({ provider: openai, transport, hooks }).chat.completions.create(ASK);
  expect(told).toEqual(['onRequest', 'onRetry', 'onResponse', 'onUsage', 'onEnd']);
});

test('the hooks are told of a stream to its end', async () => {
  const { hooks, told } = recorder();
  const client = createClient({ provider: openai, transport: scriptedTransport([{ text: 'Hi there' }]), hooks });
  await (await client.chat.completions.create({ ...ASK, stream: true })).final();
  expect(told).toEqual(['onRequest', 'onResponse', 'onUsage', 'onStreamEnd', 'onEnd']);
});

test('a hook that throws breaks nothing', async () => {
  const hooks: ClientHooks = {
    onRequest: () => {
      throw new Error('mine');
    },
  };
  const client = createClient({ provider: openai, transport: scriptedTransport([{ text: 'Hi' }]), hooks });
  expect((await client.chat.completions.create(ASK)).choices[0]?.message.content).toBe('Hi');
});

test('a call is one OpenTelemetry span with its usage, and no prompt', async () => {
  const exporter = new InMemorySpanExporter();
  const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const transport = scriptedTransport([
    { text: 'Hi', usage: { prompt_tokens: 7, completion_tokens: 2 } },
    { error: { status: 401 } },
  ]);
  const client = createClient({ provider: openai, transport, hooks: otelHooks({ tracerProvider }) });
  await client.chat.completions.create(ASK);
  await expect(client.chat.completions.create(ASK)).rejects.toMatchObject({ code: 'authentication' });
  const [first, second] = exporter.getFinishedSpans();
  expect(first?.name).toBe('chat m');
  expect(first?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'm',
    'gen_ai.usage.input_tokens': 7,
    'gen_ai.usage.output_tokens': 2,
  });
  expect(second?.attributes).toMatchObject({ 'error.type': 'authentication' });
  expect(JSON.stringify(first?.attributes)).not.toContain('Hello');
});
