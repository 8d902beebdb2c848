import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { ColloquyEmbeddings } from '@colloquy/langchain';
import { createLocal } from '@colloquy/local';
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { Document } from '@langchain/core/documents';

const local = createLocal();
const client = createClient({ provider: openai, transport: local.transport('openai') });

const store = new MemoryVectorStore(new ColloquyEmbeddings({ model: 'text-embedding-3-small', client }));
await store.addDocuments([
  new Document({ pageContent: 'The library opens at nine.' }),
  new Document({ pageContent: 'Fish swim in the lake.' }),
]);
const [nearest] = await store.similaritySearch('When does the library open?', 1);
console.log(nearest?.pageContent);

await local.close();
