import { type Client, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal, type Local } from '@colloquy/local';
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { Document } from '@langchain/core/documents';
import { type BaseMessage, ToolMessage } from '@langchain/core/messages';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { tool } from '@langchain/core/tools';
import { Command, MemorySaver } from '@langchain/langgraph';
import { createAgent, humanInTheLoopMiddleware, providerStrategy, toolStrategy } from 'langchain';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import '../test/matchers.ts';
import { ChatColloquy, ColloquyEmbeddings } from './index.ts';

let local: Local;
let client: Client;

beforeEach(() => {
  local = createLocal();
  client = createClient({ provider: openai, transport: local.transport('openai') });
});

afterEach(() => local.close());

const model = (api: 'chat' | 'responses' = 'chat') => new ChatColloquy({ model: 'gpt-4o-mini', client, api });
const add = tool(async ({ a, b }) => String(a + b), {
  name: 'add',
  description: 'Adds two whole numbers',
  schema: z.object({ a: z.number().int(), b: z.number().int() }),
});

test('a chain of prompt, model and parser streams its text', async () => {
  const chain = ChatPromptTemplate.fromMessages([['human', 'Say "{text}"']])
    .pipe(model())
    .pipe(new StringOutputParser());
  const pieces: string[] = [];
  for await (const piece of await chain.stream({ text: 'one by one it goes' })) pieces.push(piece);
  expect(pieces.join('')).toBe('one by one it goes');
  expect(pieces.length).toBeGreaterThan(2);
});

test('a chain with a structured answer gives the object', async () => {
  const person = z.object({ name: z.string(), age: z.number().int() });
  const chain = ChatPromptTemplate.fromMessages([['human', 'Describe {who}']]).pipe(
    model().withStructuredOutput(person),
  );
  expect(person.safeParse(await chain.invoke({ who: 'Ada, who is 36' })).success).toBe(true);
});

test('a question is answered from the documents that are nearest to it', async () => {
  const store = new MemoryVectorStore(new ColloquyEmbeddings({ model: 'text-embedding-3-small', client }));
  await store.addDocuments(
    ['The library opens at nine o’clock.', 'Fish swim in the lake near Ispra.'].map(
      (pageContent) => new Document({ pageContent }),
    ),
  );
  const prompt = ChatPromptTemplate.fromMessages([['human', 'Say "{context}"']]);
  const context = RunnableSequence.from([
    store.asRetriever(1),
    (found: Document[]) => found.map(({ pageContent }) => pageContent).join('\n'),
  ]);
  const chain = RunnableSequence.from([
    { context, question: new RunnablePassthrough() },
    prompt,
    model(),
    new StringOutputParser(),
  ]);
  expect(await chain.invoke('When does the library open?')).toContain('nine');
});

describe.each(['chat', 'responses'] as const)('an agent over %s', (api) => {
  test('calls its tool, reads the result and answers', async () => {
    const agent = createAgent({ model: model(api), tools: [add] });
    const { messages } = await agent.invoke({
      messages: [{ role: 'user', content: 'What is 3 + 4? Use the add tool.' }],
    });
    expect(messages[1]).toHaveToolCalls([{ name: 'add', args: { a: 3, b: 4 } }]);
    expect(messages).toHaveToolMessages([{ content: '7' }]);
    expect(messages.at(-1)).toBeAIMessage();
    expect(messages.at(-1)?.text).toContain('7');
  });

  test.each([
    ['a tool', toolStrategy],
    ['the provider', providerStrategy],
  ])('gives its final answer in a schema, by %s', async (_, strategy) => {
    const schema = z.object({ sum: z.number() });
    const agent = createAgent({ model: model(api), tools: [], responseFormat: strategy(schema) as never });
    const result = await agent.invoke({ messages: [{ role: 'user', content: 'What is 3 + 4?' }] });
    expect(result).toHaveStructuredResponse();
    expect(schema.safeParse((result as { structuredResponse: unknown }).structuredResponse).success).toBe(true);
  });

  test('waits for a person where a tool needs one, and goes on', async () => {
    const agent = createAgent({
      model: model(api),
      tools: [add],
      checkpointer: new MemorySaver(),
      middleware: [humanInTheLoopMiddleware({ interruptOn: { add: { allowedDecisions: ['approve'] } } })],
    });
    const config = { configurable: { thread_id: 'one' } };
    const asked = await agent.invoke(
      { messages: [{ role: 'user', content: 'What is 3 + 4? Use the add tool.' }] },
      config,
    );
    expect(asked).toHaveBeenInterrupted();
    const { messages } = await agent.invoke(new Command({ resume: { decisions: [{ type: 'approve' }] } }), config);
    expect(messages).toHaveToolMessages([{ content: '7' }]);
    expect(messages.at(-1)?.text).toContain('7');
  });

  test('streams its tokens through the graph', async () => {
    const agent = createAgent({ model: model(api), tools: [add] });
    let text = '';
    for await (const [message] of await agent.stream(
      { messages: [{ role: 'user', content: 'Say "from inside"' }] },
      { streamMode: 'messages' },
    )) {
      if (!ToolMessage.isInstance(message)) text += (message as BaseMessage).text;
    }
    expect(text).toBe('from inside');
  });
});
