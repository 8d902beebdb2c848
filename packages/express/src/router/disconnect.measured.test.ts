import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Client } from '@colloquy/core';
import { clientLeft, createGateway } from '@colloquy/gateway';
import type { Express } from 'express';
import { describe, expect, test } from 'vitest';
import { FRAMEWORKS } from '../../test/frameworks.ts';
import { post, received } from '../../test/leave.ts';
import { listen } from '../../test/listen.ts';
import { beginStream, chunk, event, upstream } from '../../test/upstream.ts';
import { pipeChat } from '../stream/pipe-chat.ts';
import { pipeEvents } from '../stream/pipe-events.ts';
import { streamChat } from '../stream/stream-chat.ts';
import { colloquyRouter } from './colloquy-router.ts';

const MESSAGES = [{ role: 'user' as const, content: 'Hi' }];
const ROUNDS = 5;

/** How an app may answer with a stream. */
const STYLES: Readonly<Record<string, (app: Express, client: Client) => void>> = {
  colloquyRouter: (app, client) => {
    app.use('/v1', colloquyRouter({ client }));
  },
  'colloquyRouter over a gateway': (app, client) => {
    const gateway = createGateway({ upstreams: { only: client }, models: { '*': 'only' } });
    // A gateway answers only once there is content, or a comment to keep the connection alive is due.
    app.use('/v1', colloquyRouter({ gateway, authenticate: () => ({ project: 'p', token: 't' }), keepAliveMs: 5 }));
  },
  streamChat: (app, client) => {
    app.post('/v1/chat/completions', streamChat({ client, params: () => ({ model: 'm', messages: MESSAGES }) }));
  },
  'pipeChat of a stream': (app, client) => {
    app.post('/v1/chat/completions', async (_request, response) => {
      const stream = await client.chat.completions.stream({ model: 'm', messages: MESSAGES });
      await pipeChat(stream, response);
    });
  },
  'pipeChat of a function': (app, client) => {
    app.post('/v1/chat/completions', (_request, response) => {
      const call = { model: 'm', messages: MESSAGES };
      void pipeChat((signal) => client.chat.completions.stream(call, { signal }), response);
    });
  },
  'pipeEvents of a generator': (app, client) => {
    app.post('/v1/chat/completions', (_request, response) => {
      const signal = clientLeft(response);
      const items = async function* () {
        yield* await client.chat.completions.stream({ model: 'm', messages: MESSAGES }, { signal });
      };
      void pipeEvents(items(), response);
    });
  },
};

/** What the service has done when the caller leaves. */
const PHASES: Readonly<Record<string, { begin: (response: ServerResponse) => void; seen: string | undefined }>> = {
  'before the headers of the service': { begin: () => undefined, seen: undefined },
  'after its headers, before the first token': { begin: beginStream, seen: '' },
  'in the middle, while the service is quiet': {
    begin: (response) => {
      beginStream(response);
      response.write(event(chunk('Hello')));
    },
    seen: 'Hello',
  },
};

/** Styles and phases that go together: without a signal for it, nobody can leave a call that has no stream yet. */
const CASES = Object.keys(STYLES).flatMap((style) =>
  Object.keys(PHASES)
    .filter((phase) => style !== 'pipeChat of a stream' || phase !== 'before the headers of the service')
    .map((phase) => [style, phase] as const),
);

describe.each(FRAMEWORKS)('%s', (_name, framework) => {
  test.each(CASES)('%s: the service is let go of within 25 ms of a caller leaving %s', async (style, phase) => {
    const { begin, seen } = PHASES[phase] as (typeof PHASES)[string];
    const took = await millisecondsToLetGo(framework as () => Express, style, begin, async (call) => {
      if (seen === undefined) return;
      const reply = await call.reply;
      if (seen !== '') await received(reply, seen);
    });
    expect(median(took)).toBeLessThanOrEqual(25);
  });

  test.each(['colloquyRouter', 'colloquyRouter over a gateway'])(
    '%s: a call without a stream is let go of within 25 ms',
    async (style) => {
      const nothing = () => undefined;
      const took = await millisecondsToLetGo(framework as () => Express, style, nothing, async () => undefined, false);
      expect(median(took)).toBeLessThanOrEqual(25);
    },
  );
});

async function millisecondsToLetGo(
  framework: () => Express,
  style: string,
  begin: (response: ServerResponse) => void,
  ready: (call: ReturnType<typeof post>) => Promise<void>,
  stream = true,
): Promise<number[]> {
  let asked: (gone: Promise<unknown>) => void = () => undefined;
  const { client } = await upstream((_asked, response) => {
    asked(once(response, 'close').then(() => performance.now()));
    begin(response);
  });
  const app = framework();
  STYLES[style]?.(app, client);
  const { url } = await listen(app);
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const reached = new Promise<{ gone: Promise<unknown> }>((resolve) => {
      asked = (gone) => resolve({ gone });
    });
    const call = post(`${url}/v1/chat/completions`, { model: 'm', messages: MESSAGES, stream });
    const { gone } = await reached;
    await ready(call);
    const left = call.leave();
    took.push(((await gone) as number) - left);
  }
  return took;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}
