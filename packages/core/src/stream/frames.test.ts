import { expect, test } from 'vitest';
import { createClient, EventStream, eventBatch, ServerEvent, type Transport } from '../index.ts';
import { openai } from '../providers/index.ts';

const chunk = (delta: object, finish: string | null = null) =>
  ServerEvent.of({ id: 'c', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] }).toString();

const done = 'data: [DONE]\n\n';

/** A service whose answer comes in these reads. */
function service(...wire: string[]): Transport {
  const batches = wire.map((text) => eventBatch([Buffer.from(text)]));
  return async () => ({ status: 200, headers: {}, body: EventStream.from(batches) });
}

const open = (...wire: string[]) =>
  createClient({ provider: openai, transport: service(...wire) }).chat.completions.stream({ model: 'm', messages: [] });

async function read(frames: AsyncIterable<string | Uint8Array>): Promise<(string | Uint8Array)[]> {
  const seen: (string | Uint8Array)[] = [];
  for await (const frame of frames) seen.push(frame);
  return seen;
}

const contents = (wire: string) => wire.match(/(?<="content":")[^"]*/g)?.join('');

test('a read of nothing but pieces of text goes on as it came', async () => {
  const plain = `${chunk({ content: 'ü' })}data: {"unknown":"to us","choices":[]}\n\n`;
  const stream = await open(chunk({ role: 'assistant', content: 'a' }), plain, chunk({}, 'stop') + done);
  const frames = await read(stream.frames());
  expect(frames.map((frame) => typeof frame)).toEqual(['string', 'object', 'string']);
  expect(String(Buffer.from(frames[1] as Uint8Array))).toBe(plain);
  await expect(stream.final()).rejects.toMatchObject({ code: 'configuration' });
});

test.each([
  ['names a role', chunk({ role: 'assistant', content: 'b' })],
  ['calls a tool', chunk({ content: 'b', tool_calls: [{ index: 0, id: 'call', function: { name: 'f' } }] })],
  ['has reasoning', chunk({ content: 'b', reasoning_content: 'why' })],
  ['holds a comment', `: keep-alive\n\n${chunk({ content: 'b' })}`],
  ['names its events', `event: message\n${chunk({ content: 'b' })}`],
])('a read that %s is decoded', async (_, wire) => {
  const stream = await open(chunk({ content: 'a' }), wire, chunk({}, 'stop') + done);
  const frames = await read(stream.frames());
  expect(frames.map((frame) => typeof frame)).toEqual(['string', 'string', 'string']);
  expect(contents(frames.join(''))).toBe('ab');
});

test('all is decoded where somebody waits for the whole answer', async () => {
  const stream = await open(chunk({ content: 'a' }), chunk({ content: 'b' }), chunk({}, 'stop') + done);
  const frames = read(stream.frames());
  const final = stream.final();
  expect(contents((await frames).join(''))).toBe('ab');
  expect((await final).choices[0]?.message.content).toBe('ab');
});

test.each([
  ['no JSON', 'data: {"choices":\n\n'],
  ['no object', 'data: 1\n\n'],
  ['an error', 'data: {"error": {"message":"no more"}}\n\n'],
])('%s is not passed on', async (_, wire) => {
  const stream = await open(chunk({ content: 'a' }), wire);
  await expect(read(stream.frames())).rejects.toMatchObject({ partial: { content: 'a' } });
});
