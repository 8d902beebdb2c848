import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chunk, completion, events, finish, json, refusal } from '../../test/http-service.ts';
import { gathered, serving } from '../../test/serving.ts';

// Words that a model refuses, and is not told again.

test('refused stream_options are left out, and not sent again', async () => {
  await using at = await serving((response, { body }) => {
    if (body['stream_options'] !== undefined) refusal(response, 400, "Unrecognized request argument: 'stream_options'");
    else events(response, [chunk({ content: 'ok' }), finish()]);
  });
  expect((await gathered(await at.model.stream('?'))).text).toBe('ok');
  expect((await gathered(await at.model.stream('?'))).text).toBe('ok');
  expect(at.service.received.map(({ body }) => body['stream_options'])).toEqual([
    { include_usage: true },
    undefined,
    undefined,
  ]);
});

test.each([
  ['max_tokens', {}],
  ['max_completion_tokens', { reasoningEffort: 'low' }],
])('a model that refuses %s is told the bound by its other name, and remembered', async (refused, fields) => {
  const other = refused === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  await using at = await serving(
    (response, { body }) => {
      if (body[refused] === undefined) json(response, completion({ content: 'ok' }));
      else
        refusal(response, 400, `Unsupported parameter: '${refused}' is not supported with this model.`, {
          param: refused,
          code: 'unsupported_parameter',
        });
    },
    { model: 'openai/gpt-5', maxTokens: 99, ...fields },
  );
  await at.model.invoke('?');
  await at.model.invoke('?');
  expect(at.service.received.map(({ body }) => [body[refused], body[other]])).toEqual([
    [99, undefined],
    [undefined, 99],
    [undefined, 99],
  ]);
});

test('a bound that is too large is the caller’s to change', async () => {
  await using at = await serving(
    (response) => refusal(response, 400, 'max_tokens is too large: 99', { param: 'max_tokens' }),
    { maxTokens: 99 },
  );
  await expect(at.model.invoke('?')).rejects.toMatchObject({ code: 'invalid_request', param: 'max_tokens' });
  expect(at.service.received).toHaveLength(1);
});

test('reasoningEffort is sent whatever the model is called', async () => {
  await using at = await serving((response) => json(response, completion({ content: 'ok' })), {
    model: 'gpt-oss-120b',
    reasoningEffort: 'high',
  });
  await at.model.invoke('?');
  expect(at.service.received[0]?.body['reasoning_effort']).toBe('high');
});

describe('a structured answer', () => {
  const schema = z.object({ tags: z.record(z.string(), z.unknown()) });
  const value = { tags: { a: 1 } };
  const call = { id: 'call_1', type: 'function', function: { name: 'extract', arguments: JSON.stringify(value) } };

  test('is asked for in the next way where a service refuses one, and the refusal is remembered', async () => {
    await using at = await serving((response, { body }) => {
      const format = body['response_format'] as { type: string } | undefined;
      if (format?.type === 'json_schema')
        refusal(response, 400, "'response_format' of type 'json_schema' is not supported with this model.");
      else if (body['tools'] !== undefined) refusal(response, 400, 'this model does not support tools');
      else json(response, completion({ content: JSON.stringify(value) }));
    });
    const model = at.model.withStructuredOutput(schema);
    expect(await model.invoke('?')).toEqual(value);
    expect(await model.invoke('?')).toEqual(value);
    expect(at.service.received).toHaveLength(4);
    const last = at.service.received.at(-1)?.body;
    expect(last?.['response_format']).toEqual({ type: 'json_object' });
    expect(JSON.stringify(last?.['messages'])).toContain('JSON schema');
  });

  test.each([
    ['jsonSchema', { content: JSON.stringify(value) }, 'response_format'],
    ['functionCalling', { content: null, tool_calls: [call] }, 'tools'],
    ['jsonMode', { content: `\`\`\`json\n${JSON.stringify(value)}\n\`\`\`` }, 'response_format'],
  ] as const)('is asked for as structuredOutputMethod says: %s', async (structuredOutputMethod, message, param) => {
    await using at = await serving((response) => json(response, completion(message)), { structuredOutputMethod });
    expect(await at.model.withStructuredOutput(schema).invoke('?')).toEqual(value);
    expect(at.service.received[0]?.body[param]).toBeDefined();
  });

  test('is asked for strictly only where that is wanted, so that free records pass', async () => {
    await using at = await serving((response) => json(response, completion({ content: JSON.stringify(value) })));
    await at.model.withStructuredOutput(schema).invoke('?');
    await at.model.withStructuredOutput(schema, { strict: true }).invoke('?');
    const strict = at.service.received.map(
      ({ body }) => (body['response_format'] as { json_schema: { strict?: boolean } }).json_schema.strict,
    );
    expect(strict).toEqual([undefined, true]);
  });

  test('that is not one rejects with what is wrong', async () => {
    await using at = await serving((response) => json(response, completion({ content: '{"tags": 1}' })));
    await expect(at.model.withStructuredOutput(schema).invoke('?')).rejects.toThrow(/does not follow its schema/);
  });
});
