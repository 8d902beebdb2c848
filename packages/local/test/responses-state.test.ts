import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, eventsOf, type Json, type Served, serve } from './with-server.ts';

let served: Served;

beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

const respond = async (body: object): Promise<Json> =>
  (await ask(served, '/v1/responses', { body: { model: 'gpt-4o', ...body } })).json();
const get = (path: string) => ask(served, path);

/** Every message the engine was given for the next response. */
async function seen(body: object): Promise<string[]> {
  let heard: string[] = [];
  served.local.reply(
    (_last, messages) => {
      heard = messages.map(({ role, content }) => `${role}: ${content}`);
      return false;
    },
    { text: 'never' },
  );
  await respond(body);
  served.local.reset();
  return heard;
}

describe('a response that was stored', () => {
  test('is retrieved, listed with its input, and deleted', async () => {
    const made = await respond({
      input: [
        { role: 'user', content: 'One' },
        { role: 'user', content: 'Two' },
      ],
    });
    expect((await get(`/v1/responses/${made.id}`)).json()).toEqual(made);
    const items = (await get(`/v1/responses/${made.id}/input_items?order=asc`)).json();
    expect(items.data.map(({ content }: Json) => content[0].text)).toEqual(['One', 'Two']);
    expect((await ask(served, `/v1/responses/${made.id}`, { method: 'DELETE' })).json()).toMatchObject({
      deleted: true,
    });
    expect((await get(`/v1/responses/${made.id}`)).status).toBe(404);
  });

  test('is gone before and after where store is false', async () => {
    const made = await respond({ input: 'One', store: false });
    expect((await get(`/v1/responses/${made.id}`)).status).toBe(404);
    expect((await respond({ input: 'Two', previous_response_id: made.id })).error).toMatchObject({
      code: 'previous_response_not_found',
      param: 'previous_response_id',
    });
  });

  test('is gone on from: its input and output, not its instructions', async () => {
    const first = await respond({ input: 'My name is Ada.', instructions: 'Be brief.' });
    const second = await respond({ input: 'I live in Ispra.', previous_response_id: first.id });
    const heard = await seen({ input: 'Where?', previous_response_id: second.id, instructions: 'Be long.' });
    expect(heard).toEqual([
      'system: Be long.',
      'user: My name is Ada.',
      `assistant: ${first.output[0].content[0].text}`,
      'user: I live in Ispra.',
      `assistant: ${second.output[0].content[0].text}`,
      'user: Where?',
    ]);
  });
});

describe('a conversation', () => {
  test('collects what is said in it', async () => {
    const body = { items: [{ role: 'user', content: 'Before' }], metadata: { a: 'b' } };
    const { id } = (await ask(served, '/v1/conversations', { body })).json();
    const made = await respond({ input: 'One', conversation: id });
    expect(made.conversation).toEqual({ id });
    const heard = await seen({ input: 'Two', conversation: { id } });
    expect(heard).toEqual(['user: Before', 'user: One', `assistant: ${made.output[0].content[0].text}`, 'user: Two']);
    const items = (await get(`/v1/conversations/${id}/items?order=asc&limit=3`)).json();
    expect(items).toMatchObject({ has_more: true, first_id: items.data[0].id });
  });

  test('cannot be combined with previous_response_id', async () => {
    const { id } = (await ask(served, '/v1/conversations', { body: {} })).json();
    const made = await respond({ input: 'One' });
    const { error } = await respond({ input: 'Two', conversation: id, previous_response_id: made.id });
    expect(error.code).toBe('mutually_exclusive_parameters');
  });
});

describe('a background response', () => {
  test('is queued at once, and completed later', async () => {
    const queued = await respond({ input: 'Hello', background: true });
    expect(queued.status).toBe('queued');
    let now = queued;
    while (!['completed', 'failed'].includes(now.status)) now = (await get(`/v1/responses/${queued.id}`)).json();
    expect(now.status).toBe('completed');
    expect(now.output[0].content[0].text).not.toBe('');
  });

  test('can be followed again from any event', async () => {
    const answer = await ask(served, '/v1/responses', {
      body: { model: 'gpt-4o', input: 'Hello', background: true, stream: true },
    });
    const events = eventsOf(answer.text);
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_event, at) => at));
    const { id } = events[0].response;
    const rest = eventsOf((await get(`/v1/responses/${id}?stream=true&starting_after=4`)).text);
    expect(rest).toEqual(events.slice(5));
  });

  test('is cancelled, twice without an error; others cannot be', async () => {
    const queued = await respond({ input: 'Hello', background: true });
    const cancel = () => ask(served, `/v1/responses/${queued.id}/cancel`, { method: 'POST' });
    const first = (await cancel()).json();
    expect(['cancelled', 'completed']).toContain(first.status);
    expect((await cancel()).json().status).toBe(first.status);
    const plain = await respond({ input: 'Hello' });
    expect((await ask(served, `/v1/responses/${plain.id}/cancel`, { method: 'POST' })).status).toBe(400);
  });
});

describe('a Responses stream', () => {
  test('has an added and a done for each item, and deltas that make the text', async () => {
    const { text } = await ask(served, '/v1/responses', { body: { model: 'gpt-4o', input: 'Hello', stream: true } });
    const events = eventsOf(text);
    const names = text
      .split('\n')
      .filter((line) => line.startsWith('event: '))
      .map((line) => line.slice(7));
    expect(names).toEqual(events.map(({ type }) => type));
    const of = (type: string) => events.filter((event) => event.type === type);
    expect(of('response.output_item.added')).toHaveLength(1);
    expect(of('response.output_item.done')).toHaveLength(1);
    const deltas = of('response.output_text.delta')
      .map(({ delta }) => delta)
      .join('');
    expect(deltas).toBe(of('response.output_text.done')[0].text);
    expect(events.at(-1).response.output[0].content[0].text).toBe(deltas);
    expect(text).not.toContain('[DONE]');
  });

  test('cut by max_output_tokens ends incomplete', async () => {
    const body = { model: 'gpt-4o', input: 'Tell me about rivers and the sea', max_output_tokens: 16, stream: true };
    const last = eventsOf((await ask(served, '/v1/responses', { body })).text).at(-1);
    expect(['response.incomplete', 'response.completed']).toContain(last.type);
    if (last.type === 'response.incomplete')
      expect(last.response.incomplete_details).toEqual({ reason: 'max_output_tokens' });
  });

  test('of a tool call carries its arguments in fragments, and goes on with its output', async () => {
    const tools = [
      {
        type: 'function',
        name: 'get_weather',
        description: 'The weather in a city',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    ];
    const input = 'What is the weather in Ispra?';
    const { text } = await ask(served, '/v1/responses', { body: { model: 'gpt-4o', input, tools, stream: true } });
    const events = eventsOf(text);
    const args = events
      .filter(({ type }) => type === 'response.function_call_arguments.delta')
      .map(({ delta }) => delta);
    expect(JSON.parse(args.join(''))).toEqual({ city: 'Ispra' });
    const { response } = events.at(-1);
    const [call] = response.output;
    const output = { type: 'function_call_output', call_id: call.call_id, output: '21 degrees' };
    const next = await respond({ input: [output], previous_response_id: response.id, tools });
    expect(next.output[0].content[0].text).toContain('21 degrees');
    const orphan = await respond({ input: [{ ...output, call_id: 'call_other' }], tools });
    expect(orphan.error.message).toContain('No tool call found');
  });
});

test('input tokens are counted before they are spent', async () => {
  const body = { model: 'gpt-4o', input: 'Hello there' };
  const counted = (await ask(served, '/v1/responses/input_tokens', { body })).json().input_tokens;
  expect((await respond({ input: 'Hello there' })).usage.input_tokens).toBe(counted);
});
