// An upstream in a process of its own: it begins every answer and waits; told to, it finishes those of the model `ends`.
import type { ServerResponse } from 'node:http';
import { chatAnswer, frame, piece, startEvents, startUpstream } from './upstream-server.ts';

const waiting: ServerResponse[] = [];
/** When each exchange was seen to be cut, by the id of its request, on the clock that all processes share. */
const cut: Record<string, number> = {};
const upstream = await startUpstream((request, response, socket) => {
  const { json, headers } = request;
  if (json.stream !== true) {
    setTimeout(() => void chatAnswer({ text: `answer ${upstream.seen.length}` })(request, response, socket), 300);
    return;
  }
  response.once('close', () => {
    if (!response.writableFinished) cut[String(headers['x-client-request-id'])] = Number(process.hrtime.bigint()) / 1e6;
  });
  startEvents(response);
  response.write(piece(json.model, { role: 'assistant', content: '' }));
  for (let at = 0; at < 3; at += 1) response.write(piece(json.model, { content: `w${at} ` }));
  if (json.model === 'ends') waiting.push(response);
});
process.send?.({ baseURL: upstream.baseURL });
process.on('message', (question) => {
  if (question === 'finish') {
    for (const response of waiting.splice(0)) {
      response.write(frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
      response.write(frame({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 30, total_tokens: 40 } }));
      response.end('data: [DONE]\n\n');
    }
  }
  process.send?.({ seen: upstream.seen.length, cut });
});
