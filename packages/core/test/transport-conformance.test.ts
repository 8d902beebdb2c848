import { fetchTransport, type Transport, undiciTransport } from '@colloquy/core';
import { scriptedTransport, transportConformance } from '@colloquy/core/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ChatService, chatService } from './chat-service.ts';

let service: ChatService;
let undici: ReturnType<typeof undiciTransport>;
beforeAll(async () => {
  service = await chatService();
  undici = undiciTransport({ baseURL: service.baseURL });
});
afterAll(async () => {
  await undici.close();
  await service.close();
});

describe('HTTP through undici', () => {
  transportConformance(test, (request) => undici(request));
});

describe('HTTP through fetch', () => {
  transportConformance(test, (request) => fetchTransport(service.baseURL)(request));
});

describe('a script', () => {
  const script = Array.from({ length: 60 }, () => ({ text: 'Hello there' }));
  transportConformance(test, scriptedTransport(script), { refuses: false });
});

/** The names of the checks that a transport does not pass. */
async function failed(transport: Transport): Promise<string[]> {
  const checks: [string, () => Promise<void>][] = [];
  transportConformance((name, body) => checks.push([name, body]), transport);
  expect(checks.length).toBeGreaterThan(8);
  const names: string[] = [];
  for (const [name, body] of checks) await body().catch(() => names.push(name));
  return names;
}

describe('the suite notices a transport that', () => {
  test('rejects for a status', async () => {
    const names = await failed(async (request) => {
      const reply = await undici(request);
      if (reply.status >= 400) throw new Error(`status ${reply.status}`);
      return reply;
    });
    expect(names).toEqual([
      'a transport resolves with the status of a refusal, and its words',
      'a transport resolves where there is no such path',
    ]);
  });

  test('does not listen to its caller', async () => {
    const names = await failed(({ signal: _, ...request }) => undici(request));
    expect(names).toContain('a transport sends nothing for a caller who has gone already');
  });

  test('always gives the same answer', async () => {
    let first: Promise<string> | undefined;
    const names = await failed(async (request) => {
      first ??= undici({ ...request, body: { model: 'm', messages: [] } }).then(async ({ body }) => {
        const parts: Uint8Array[] = [];
        for await (const part of body as AsyncIterable<Uint8Array>) parts.push(part);
        return Buffer.concat(parts).toString();
      });
      return { status: 200, headers: { 'Content-Type': 'application/json' }, body: Buffer.from(await first) };
    });
    expect(names).toContain('a transport names headers in lower case');
    expect(names).toContain('a transport streams an answer that ends whole');
    expect(names).toContain('a transport answers twenty requests at once, each with its own answer');
  });
});
