// A process of its own, so that what it takes is the relay's memory and nobody else's. Its argument is the service's URL.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient } from '@colloquy/core';
import { openai } from '@colloquy/core/providers';
import express from 'express';
import { colloquyRouter } from '../src/router/colloquy-router.ts';
import { relayUpload } from '../src/upload/relay-upload.ts';

const client = createClient({ provider: openai, baseURL: process.argv[2] as string, apiKey: 'k' });
const app = express();
app.post('/files', relayUpload({ client, purpose: 'user_data', maxBytes: '2gb' }));
app.use('/v1', colloquyRouter({ client, uploadLimit: '2gb' }));

let before = 0;
let peak = 0;
setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 10).unref();

process.on('message', (question) => {
  if (question === 'begin') {
    before = process.memoryUsage.rss();
    peak = before;
  }
  process.send?.({ extra: peak - before });
});

const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
