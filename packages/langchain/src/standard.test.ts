import { type Client, createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import { createLocal, type Local } from '@colloquy/local';
import { afterAll, beforeAll, describe } from 'vitest';
import { contentTests } from '../test/standard/content-tests.ts';
import type { MakeModel } from '../test/standard/make-model.ts';
import { structureTests } from '../test/standard/structure-tests.ts';
import { textTests } from '../test/standard/text-tests.ts';
import { toolTests } from '../test/standard/tool-tests.ts';
import { unitTests } from '../test/standard/unit-tests.ts';
import { ChatColloquy } from './index.ts';

let local: Local;
let client: Client;

beforeAll(() => {
  local = createLocal();
  client = createClient({ provider: openai, transport: local.transport('openai') });
});

afterAll(() => local.close());

const MODES = (['chat', 'responses'] as const).flatMap((api) =>
  [false, true].flatMap((streaming) =>
    (['v0', 'v1'] as const).map((outputVersion) => ({ api, streaming, outputVersion })),
  ),
);

describe.each(MODES)('api $api, streaming $streaming, output $outputVersion', (mode) => {
  const make: MakeModel = (fields) => new ChatColloquy({ model: 'gpt-4o-mini', client, ...mode, ...fields });
  unitTests(make);
  textTests(make);
  toolTests(make);
  structureTests(make);
  contentTests(make, { audio: mode.api === 'chat' });
});
