import { expect, test } from 'vitest';
import { openai } from '../providers/index.ts';
import type { Transport } from '../wire/index.ts';
import { createClient } from './create-client.ts';

/** A service that never answers, and only notices that it need not any more. */
const silent: Transport = ({ signal }) =>
  new Promise((_, reject) => {
    const leave = () => reject(signal?.reason);
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
  });

const ask = { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] };

test('the signal that a client asks for at each call ends the call, with or without one of the call’s own', async () => {
  const person = new AbortController();
  const client = createClient({ provider: openai, transport: silent, signal: () => person.signal });
  const own = new AbortController();
  const calls = [
    client.chat.completions.create(ask),
    client.chat.completions.create(ask, { signal: own.signal }),
    client.chat.completions.create({ ...ask, stream: true }),
  ];
  const endings = Promise.allSettled(calls);
  person.abort(new Error('gone'));
  const aborted = { status: 'rejected', reason: { code: 'aborted' } };
  expect(await endings).toMatchObject([aborted, aborted, aborted]);
});

test('the call’s own signal still ends it, and a client that is given none asks nobody', async () => {
  const own = new AbortController();
  const client = createClient({ provider: openai, transport: silent, signal: () => undefined });
  const call = client.chat.completions.create(ask, { signal: own.signal });
  own.abort();
  await expect(call).rejects.toMatchObject({ code: 'aborted' });
});
