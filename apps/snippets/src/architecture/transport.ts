import assert from 'node:assert/strict';
import type { Transport as CoresTransport, WireReply, WireRequest } from '@colloquy/core';
import { scriptedTransport } from '@colloquy/core/testing';

// #region transport
type Transport = (request: WireRequest) => Promise<WireReply>;
// #endregion

const transport: Transport = scriptedTransport([{ text: 'Good day' }]) satisfies CoresTransport;
const reply = await transport({ method: 'POST', path: '/chat/completions', headers: {}, body: { model: 'm' } });
assert.equal(reply.status, 200);
