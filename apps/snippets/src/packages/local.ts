import assert from 'node:assert/strict';

// #region in-process

import { createClient } from '@colloquy/core';
import { eugpt } from '@colloquy/core/providers';
import { createLocal } from '@colloquy/local';

const local = createLocal();
const client = createClient({ provider: eugpt, apiKey: 'unused', transport: local.transport('eugpt') });
// #endregion

const { output } = await client.responses.create({ model: 'auto', input: 'Say "Good day"' });
assert.match(JSON.stringify(output), /Good day/);
await local.close();
